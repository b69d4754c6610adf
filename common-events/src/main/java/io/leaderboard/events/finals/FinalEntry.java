package io.leaderboard.events.finals;

import org.jspecify.annotations.Nullable;

/**
 * How a user finished.
 *
 * @param rank from 1, equal for those who share it
 * @param score times 10 to the power of the manifest's scale
 * @param reachedAt milliseconds since 1970, where ties are broken by it; else null
 */
public record FinalEntry(long rank, String userId, long score, @Nullable Long reachedAt) {}
