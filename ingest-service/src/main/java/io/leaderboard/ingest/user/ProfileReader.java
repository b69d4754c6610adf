package io.leaderboard.ingest.user;

import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.user.UserProfile;
import io.leaderboard.ingest.json.JsonInput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a profile of JSON; every field may be absent, and is empty then. */
final class ProfileReader {
  private static final List<String> FIELDS =
      List.of("userId", "displayName", "avatarUrl", "country");

  private final JsonInput input;
  private final String userId;
  private String displayName = "";
  private String avatarUrl = "";
  private String country = "";

  private ProfileReader(JsonInput input, String userId) {
    this.input = input;
    this.userId = userId;
  }

  /**
   * The profile that {@code body} is.
   *
   * @param userId the user of the path; the body may name the same, as the answers do
   */
  static UserProfile read(byte[] body, String userId) {
    return JsonInput.read(body, input -> new ProfileReader(input, userId).read());
  }

  private UserProfile read() {
    input.object(FIELDS, this::field);
    return new UserProfile(displayName, avatarUrl, country);
  }

  private boolean field(String field) {
    switch (field) {
      case "userId" -> requireSameUser(input.text());
      // Only where it comes in: what the topic of users holds already stays readable.
      case "displayName" ->
          displayName = Identifiers.requireShown("displayName", orEmpty(input.text()));
      case "avatarUrl" -> avatarUrl = orEmpty(input.text());
      case "country" -> country = orEmpty(input.text());
      default -> {
        return false;
      }
    }
    return true;
  }

  private void requireSameUser(@Nullable String named) {
    if (named != null && !named.equals(userId)) {
      throw new InvalidFieldException("userId", "must be that of the path, or not be there");
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
