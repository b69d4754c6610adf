package io.leaderboard.query.freshness;

import io.leaderboard.query.position.AppliedPositions;

/**
 * A read that may begin.
 *
 * @param place where to read
 * @param freshness how fresh what is found there is, at least
 * @param applied how far the log is applied there, at least: to date later what was read now
 */
public record FreshRead<P extends BucketPlace>(
    P place, Freshness freshness, AppliedPositions applied) {}
