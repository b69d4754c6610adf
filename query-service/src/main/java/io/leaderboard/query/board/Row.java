package io.leaderboard.query.board;

import io.leaderboard.events.game.Ties;
import io.leaderboard.events.redis.SortableTime;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a board as it lies in Redis: smaller sort keys are better.
 *
 * @param sortKey see {@code BoardRules.sortKey}, at most 15 digits
 * @param time when it was reached, as {@link SortableTime} writes it, on boards where the earliest
 *     is ahead; null on the others
 */
public record Row(String userId, long sortKey, @Nullable String time) {
  /** The order of the board: that of Redis, which compares members byte by byte. */
  public static final Comparator<Row> ORDER =
      Comparator.comparingLong(Row::sortKey)
          .thenComparing(
              (one, other) ->
                  Arrays.compareUnsigned(
                      one.member().getBytes(StandardCharsets.UTF_8),
                      other.member().getBytes(StandardCharsets.UTF_8)));

  /**
   * What a sorted set holds.
   *
   * @param sortKey as Redis writes it
   */
  public static Row of(Ties ties, String member, String sortKey) {
    long key = Long.parseLong(sortKey);
    return ties == Ties.EARLIEST
        ? new Row(
            member.substring(SortableTime.LENGTH), key, member.substring(0, SortableTime.LENGTH))
        : new Row(member, key, null);
  }

  /** What {@code ZRANGE WITHSCORES} returns: members and sort keys by turns. */
  public static List<Row> all(Ties ties, List<?> flat) {
    List<Row> rows = new ArrayList<>(flat.size() / 2);
    for (int i = 0; i < flat.size(); i += 2) {
      rows.add(of(ties, (String) flat.get(i), (String) flat.get(i + 1)));
    }
    return rows;
  }

  /** Its member of the sorted set. */
  public String member() {
    return Objects.requireNonNullElse(time, "") + userId;
  }
}
