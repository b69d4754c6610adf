package io.leaderboard.redis.verify;

import org.jspecify.annotations.Nullable;

/**
 * Where Redis and Cassandra hold something else at the same position of the log.
 *
 * @param redis what Redis holds, null for nothing: the value, and {@code @} the time at which it
 *     was reached where Redis remembers that
 * @param cassandra what Cassandra holds, null for nothing
 * @param position {@code partition:offset}
 */
public record Difference(
    String gameId,
    String boardId,
    String period,
    String userId,
    @Nullable String redis,
    @Nullable String cassandra,
    String position) {}
