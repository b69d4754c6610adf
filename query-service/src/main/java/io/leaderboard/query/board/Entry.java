package io.leaderboard.query.board;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.leaderboard.events.redis.SortableTime;
import io.leaderboard.events.time.Rfc3339;
import io.leaderboard.events.user.UserProfile;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A user on a board, as JSON has it.
 *
 * @param rank 1 for the best
 * @param displayName null, as the two that follow, when the user has none
 * @param reachedAt RFC 3339 in UTC, on boards where the earliest is ahead; null on the others
 */
@JsonPropertyOrder({"rank", "userId", "displayName", "avatarUrl", "country", "score", "reachedAt"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Entry(
    long rank,
    String userId,
    @Nullable String displayName,
    @Nullable String avatarUrl,
    @Nullable String country,
    BigDecimal score,
    @Nullable String reachedAt) {

  /** An entry of {@code place}. */
  public static Entry of(BoardPlace place, long rank, Row row, @Nullable UserProfile profile) {
    String time = row.time();
    return new Entry(
        rank,
        row.userId(),
        profile == null ? null : shown(profile.displayName()),
        profile == null ? null : shown(profile.avatarUrl()),
        profile == null ? null : shown(profile.country()),
        place.score(row.sortKey()),
        time == null ? null : Rfc3339.format(SortableTime.decode(time)));
  }

  private static @Nullable String shown(String text) {
    return text.isEmpty() ? null : text;
  }
}
