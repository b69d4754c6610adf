package io.leaderboard.query.generation;

import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations.Generation;

/**
 * Where readers of a game find its boards.
 *
 * @param since since when this service knows it, by {@link System#nanoTime}: everything that it was
 *     filled with was written before
 */
public record GameInRedis(Generation generation, Edition edition, long since) {}
