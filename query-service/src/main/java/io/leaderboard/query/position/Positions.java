package io.leaderboard.query.position;

import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.topic.Position;
import io.leaderboard.query.redis.ReadSource;
import io.leaderboard.query.redis.RedisReads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The positions of all buckets of all generations. Thread-safe. */
public final class Positions implements AutoCloseable {
  /** More than any generation has: past it all are forgotten, which costs a read each. */
  private static final int MAX_KNOWN = 4_096;

  private record Bucket(String generation, int number, RedisReads redis) {}

  private final ReadSource masters;
  private final Duration pollInterval;
  private final ScheduledExecutorService clock;
  private final Map<Bucket, PositionWatch> known = new ConcurrentHashMap<>();

  /**
   * @param pollInterval how often a bucket is looked at while somebody waits for it
   */
  public Positions(ReadSource masters, Duration pollInterval) {
    this.masters = masters;
    this.pollInterval = pollInterval;
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "position-clock");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * How far the log is applied to all of some buckets: the smallest position of each partition,
   * none where one of the buckets has none.
   *
   * @param source who is asked
   * @param partitions how many the log has
   */
  public CompletableFuture<AppliedPositions> of(
      Generation generation,
      Set<Integer> buckets,
      ReadSource source,
      int partitions,
      Duration age) {
    if (buckets.size() == 1) {
      return of(generation, buckets.iterator().next(), source).noOlderThan(age);
    }
    List<CompletableFuture<AppliedPositions>> all = new ArrayList<>();
    buckets.forEach(bucket -> all.add(of(generation, bucket, source).noOlderThan(age)));
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> smallest(all.stream().map(CompletableFuture::join).toList(), partitions));
  }

  /**
   * Waits until {@code positions} are applied to all of some buckets.
   *
   * @return true as soon as they are, false when they are not within {@code atMost}; fails when
   *     Redis does
   */
  public CompletableFuture<Boolean> reached(
      Generation generation,
      Set<Integer> buckets,
      ReadSource source,
      Collection<Position> positions,
      Duration atMost) {
    List<CompletableFuture<Boolean>> all = new ArrayList<>();
    buckets.forEach(bucket -> all.add(of(generation, bucket, source).reached(positions, atMost)));
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
        .thenApply(done -> all.stream().allMatch(CompletableFuture::join));
  }

  private PositionWatch of(Generation generation, int bucket, ReadSource source) {
    if (known.size() > MAX_KNOWN) {
      known.clear();
    }
    RedisReads redis = source.of(RedisLayout.positions(generation.id(), bucket));
    return known.computeIfAbsent(new Bucket(generation.id(), bucket, redis), this::bucket);
  }

  /**
   * How far the log is applied to every bucket of {@code generation} on the masters: the smallest
   * position of each partition.
   *
   * @param partitions how many the log has
   */
  public CompletableFuture<AppliedPositions> everywhere(
      Generation generation, int partitions, Duration age) {
    Set<Integer> all =
        IntStream.range(0, generation.buckets()).boxed().collect(Collectors.toUnmodifiableSet());
    return of(generation, all, masters, partitions, age);
  }

  /** How far a fill of games in a generation is, as its first bucket says now. */
  public CompletableFuture<AppliedPositions> ofFill(Generation generation, String fill) {
    String key = RedisLayout.positions(generation.id(), 0, fill);
    return masters.of(key).call(commands -> commands.hgetall(key)).thenApply(AppliedPositions::of);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private static AppliedPositions smallest(List<AppliedPositions> buckets, int partitions) {
    Map<Integer, Long> smallest = new HashMap<>();
    for (int i = 0; i < partitions; i++) {
      int partition = i;
      buckets.stream()
          // One that has none is behind all that have one.
          .map(each -> each.lastApplied().getOrDefault(partition, Long.MIN_VALUE))
          .min(Comparator.naturalOrder())
          .filter(last -> last > Long.MIN_VALUE)
          .ifPresent(last -> smallest.put(partition, last));
    }
    return new AppliedPositions(smallest);
  }

  private PositionWatch bucket(Bucket bucket) {
    String key = RedisLayout.positions(bucket.generation(), bucket.number());
    return new PositionWatch(
        () ->
            bucket.redis().call(commands -> commands.hgetall(key)).thenApply(AppliedPositions::of),
        clock,
        pollInterval);
  }
}
