package io.leaderboard.query.freshness;

/**
 * A read that may begin.
 *
 * @param place where to read
 * @param freshness how fresh what is found there is, at least
 */
public record FreshRead<P extends BucketPlace>(P place, Freshness freshness) {}
