package io.leaderboard.query.board;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.leaderboard.query.profile.Profiles;
import io.leaderboard.query.web.TaggedBody;
import io.leaderboard.web.Json;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page and the bytes it is answered with, which are made once. Thread-safe. */
public final class ShownPage {
  @JsonPropertyOrder({"userId", "score"})
  record TopUser(String userId, BigDecimal score) {}

  private final PageRead read;
  private final Profiles profiles;
  // Racing threads at worst make the same bytes twice.
  private volatile @Nullable TaggedBody page;
  private volatile byte @Nullable [] topUsers;

  ShownPage(PageRead read, Profiles profiles) {
    this.read = read;
    this.profiles = profiles;
  }

  /** What was read. */
  public PageRead read() {
    return read;
  }

  /** The whole page as JSON. */
  public TaggedBody page() {
    TaggedBody known = page;
    if (known == null) {
      known = first(Integer.MAX_VALUE);
      page = known;
    }
    return known;
  }

  /** The page of its first entries as JSON. */
  public TaggedBody first(int limit) {
    return TaggedBody.of(Json.write(read.first(limit, profiles)));
  }

  /** The users and their scores alone, as JSON. */
  byte[] topUsers() {
    byte[] known = topUsers;
    if (known == null) {
      List<TopUser> users =
          read.first(Integer.MAX_VALUE, profiles).items().stream()
              .map(entry -> new TopUser(entry.userId(), entry.score()))
              .toList();
      known = Json.write(users);
      topUsers = known;
    }
    return known;
  }
}
