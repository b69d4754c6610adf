package io.leaderboard.redis.generation;

import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import java.util.Map;

/**
 * What is filled beside what is read: a whole generation, or editions of some games within the live
 * one. Both are filled alike: each partition from the log's start, or from standings, to where its
 * owner is, with positions of their own until the owner joins. Here are the names of the keys that
 * this takes.
 *
 * @param fill id of the fill of games; empty for a whole generation
 * @param games the editions that a fill of games brings; empty for a whole generation
 */
public record FillTarget(Generation generation, String fill, Map<String, Edition> games) {
  public FillTarget {
    games = Map.copyOf(games);
  }

  /** A whole generation. */
  public static FillTarget of(Generation generation) {
    return new FillTarget(generation, "", Map.of());
  }

  /** Whether it is a fill of games. */
  public boolean isOfGames() {
    return !fill.isEmpty();
  }

  /** Names it, as nothing else is ever named. */
  public String id() {
    return isOfGames() ? fill : generation.id();
  }

  /** How many buckets it lies in. */
  public int buckets() {
    return generation.buckets();
  }

  /** The hash of a bucket's positions. */
  public String positions(int bucket) {
    return RedisLayout.positions(generation.id(), bucket, fill);
  }

  /** The hash of who fills which partition of a bucket. */
  public String filling(int bucket) {
    return RedisLayout.filling(generation.id(), bucket, fill);
  }

  /** The hash of what is closed in a bucket as of a partition. */
  public String closings(int bucket, int partition) {
    return RedisLayout.closings(generation.id(), bucket, partition, fill);
  }

  /** The hash of which parts of a scan a bucket has of a partition. */
  public String scanned(int bucket, int partition) {
    return RedisLayout.scanned(generation.id(), bucket, partition, fill);
  }

  /** The hash of which periods it does not bring. */
  public String past() {
    return RedisLayout.past(generation.id(), fill);
  }

  @Override
  public String toString() {
    return isOfGames()
        ? "fill " + fill + " of " + games.size() + " game(s)"
        : "generation " + generation.id();
  }
}
