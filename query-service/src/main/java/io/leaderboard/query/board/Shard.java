package io.leaderboard.query.board;

import io.leaderboard.query.redis.RedisReads;

/**
 * One shard of a board in one period: what lies in one bucket.
 *
 * @param bucket the number of its bucket, from 0
 * @param sortedSet key of the sorted set member -> sort key; without scores it is not there
 * @param times key of the hash user id -> time, on boards where the earliest is ahead
 * @param reads who is asked for what lies there
 */
public record Shard(int bucket, String sortedSet, String times, RedisReads reads) {}
