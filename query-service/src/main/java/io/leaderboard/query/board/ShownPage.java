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

  /** What an entry takes as it was read, without its id: the objects and their places. */
  private static final int ROW_BYTES = 120;

  /** What a page takes besides its entries: where the board lies, and the maps that lead to it. */
  private static final int PAGE_BYTES = 2_048;

  private final PageRead read;
  private final Profiles profiles;
  private final Runnable grown;
  // Racing threads at worst make the same bytes twice.
  private volatile @Nullable TaggedBody page;
  private volatile byte @Nullable [] topUsers;

  /** A page that nobody keeps. */
  ShownPage(PageRead read, Profiles profiles) {
    this(read, profiles, () -> {});
  }

  /**
   * A page that is kept.
   *
   * @param grown told when {@link #bytes()} has grown
   */
  ShownPage(PageRead read, Profiles profiles, Runnable grown) {
    this.read = read;
    this.profiles = profiles;
    this.grown = grown;
  }

  /** What it takes, in bytes: about, and more once it was shown. */
  long bytes() {
    long bytes = PAGE_BYTES;
    for (Row row : read.slice().rows()) {
      bytes += ROW_BYTES + row.userId().length();
    }
    TaggedBody whole = page;
    byte[] users = topUsers;
    return bytes + (whole == null ? 0 : whole.bytes().length) + (users == null ? 0 : users.length);
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
      grown.run();
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
      grown.run();
    }
    return known;
  }
}
