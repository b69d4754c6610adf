package io.leaderboard.query.rank;

import io.leaderboard.events.limit.DidYouMean;
import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.web.JsonFault;
import io.leaderboard.web.Problem;
import io.leaderboard.web.ProblemException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whose ranks somebody wants to see: {@code {"userIds":[...]}}.
 *
 * @param userIds 1 to {@value #MAX_USERS}, without repeats
 */
record FriendsRequest(List<String> userIds) {
  /** Most users of one request. */
  static final int MAX_USERS = 500;

  /** Larger than any body of so many users, whatever of it is escaped. */
  static final int MAX_BYTES = MAX_USERS * (6 * Identifiers.MAX_USER_ID_BYTES + 8);

  private static final String FIELD = "userIds";
  private static final List<String> KNOWN = List.of(FIELD);
  private static final int MAX_NAME_SHOWN = 64;

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /**
   * Reads a body.
   *
   * @throws InvalidFieldException naming what is not allowed
   * @throws ProblemException when it is no JSON
   */
  static FriendsRequest parse(byte[] body) {
    JsonNode document;
    try {
      document = STRICT.readTree(body);
    } catch (JacksonException e) {
      throw new ProblemException(Problem.invalidBody(JsonFault.of(e)));
    }
    if (!document.isObject()) {
      throw new InvalidFieldException("body", "must be an object");
    }
    for (String name : document.propertyNames()) {
      if (!name.equals(FIELD)) {
        throw new InvalidFieldException(
            shown(name), "is not a field that is known here" + DidYouMean.hint(name, KNOWN));
      }
    }
    JsonNode users = document.path(FIELD);
    if (!users.isArray() || users.isEmpty() || users.size() > MAX_USERS) {
      throw new InvalidFieldException(FIELD, "must be an array of 1 to " + MAX_USERS + " user ids");
    }
    Set<String> ids = new LinkedHashSet<>();
    for (int i = 0; i < users.size(); i++) {
      String field = FIELD + "[" + i + "]";
      JsonNode user = users.get(i);
      if (!user.isString()) {
        throw new InvalidFieldException(field, "must be a text");
      }
      if (!ids.add(Identifiers.requireUserId(field, user.asString()))) {
        throw new InvalidFieldException(field, "must be another than those before it");
      }
    }
    return new FriendsRequest(List.copyOf(ids));
  }

  private static String shown(String name) {
    return name.length() <= MAX_NAME_SHOWN ? name : name.substring(0, MAX_NAME_SHOWN) + "...";
  }
}
