package io.leaderboard.projection;

import io.leaderboard.events.score.ScoreEvent;

/**
 * An event where it stands in its partition.
 *
 * @param offset its offset
 * @param duplicate whether the same event stands within the duplicate window before it; it then
 *     counts on no board
 */
public record LogEntry(long offset, ScoreEvent event, boolean duplicate) {}
