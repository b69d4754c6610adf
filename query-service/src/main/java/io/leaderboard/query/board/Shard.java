package io.leaderboard.query.board;

/**
 * One shard of a board in one period: what lies in one bucket.
 *
 * @param bucket the number of its bucket, from 0
 * @param sortedSet key of the sorted set member -> sort key; without scores it is not there
 * @param times key of the hash user id -> time, on boards where the earliest is ahead
 */
public record Shard(int bucket, String sortedSet, String times) {}
