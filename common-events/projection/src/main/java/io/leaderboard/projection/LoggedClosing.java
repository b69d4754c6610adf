package io.leaderboard.projection;

/**
 * A record that closed periods which were open in its partition. The store keeps it with its
 * positions, because {@link ResumePoint} must name it again.
 *
 * @param offset its offset
 * @param through the game's periods that ended at or before it are closed from here on in this
 *     partition, milliseconds since 1970; greater than that of any such record before it
 */
public record LoggedClosing(long offset, String gameId, long through) {}
