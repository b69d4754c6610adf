package io.leaderboard.query.freshness;

import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.query.generation.GameInRedis;
import io.leaderboard.query.generation.LiveGeneration;
import io.leaderboard.query.log.OpenLog;
import io.leaderboard.query.metrics.QueryMetrics;
import io.leaderboard.query.position.AppliedPositions;
import io.leaderboard.query.position.Positions;
import io.leaderboard.query.redis.ReadServers;
import io.leaderboard.query.redis.ReadSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * Begins reads: finds the generation, waits for what the reader has written, and says how fresh the
 * answer is going to be. Thread-safe.
 */
public final class FreshReads {
  /**
   * Positions that serve the lag alone may be this old; they make it look larger, never smaller.
   */
  private static final Duration MAX_AGE = Duration.ofMillis(50);

  /** After so long the generation is looked up anew: the former one is not written any more. */
  private static final Duration SLICE = Duration.ofMillis(200);

  private final OpenLog log;
  private final LiveGeneration live;
  private final Positions positions;
  private final ReadServers servers;
  private final Lag lag;
  private final LogEndCheck ends;
  private final FreshnessProperties properties;
  private final QueryMetrics metrics;

  FreshReads(
      OpenLog log,
      LiveGeneration live,
      Positions positions,
      ReadServers servers,
      Lag lag,
      LogEndCheck ends,
      FreshnessProperties properties,
      QueryMetrics metrics) {
    this.log = log;
    this.live = live;
    this.positions = positions;
    this.servers = servers;
    this.lag = lag;
    this.ends = ends;
    this.properties = properties;
    this.metrics = metrics;
  }

  /** How fresh the boards are that are furthest behind: of all buckets of the live generation. */
  public CompletableFuture<Freshness> overall() {
    return live.readable().thenCompose(this::overall);
  }

  /** How fresh the boards of a game are that are furthest behind. */
  public CompletableFuture<Freshness> overall(String gameId) {
    return live.readable(gameId).thenCompose(game -> overall(game.generation()));
  }

  /**
   * How fresh an answer is now that was read a while ago.
   *
   * @param then how fresh it was when it was read
   * @param applied what was applied when it was read
   */
  public Freshness now(Freshness then, AppliedPositions applied) {
    long lagMillis = lag.millis(applied, log.partitions());
    metrics.lagging(lagMillis);
    return then.behind(lagMillis);
  }

  private CompletableFuture<Freshness> overall(Generation generation) {
    return positions
        .everywhere(generation, log.partitions(), MAX_AGE)
        .thenApply(applied -> freshness(generation, applied, false));
  }

  /**
   * Begins a read. The commands of the read must be sent after this completes: then what they find
   * is at least as fresh as the answer says. Fails with {@link
   * io.leaderboard.query.generation.RebuildingException} when there is no generation to read, or it
   * has lost a bucket of the place.
   *
   * @param gameId the game that is read
   * @param locate where to read, and from whom; may throw
   * @param after what must be applied to that place's buckets; waits for it up to the maximum. The
   *     masters answer then
   */
  public <P extends BucketPlace> CompletableFuture<FreshRead<P>> begin(
      String gameId, BiFunction<GameInRedis, ReadSource, P> locate, After after) {
    if (after.isNothing()) {
      return live.readable(gameId)
          .thenCompose(
              game -> {
                ReadSource source = servers.source(game.since());
                return dated(game.generation(), locate.apply(game, source), source, false);
              });
    }
    long begun = System.nanoTime();
    long deadline = begun + properties.maxWait().toNanos();
    return ends.requireInLog(after)
        .thenCompose(inLog -> await(gameId, locate, after, deadline))
        .thenApply(
            read -> {
              metrics.waited(System.nanoTime() - begun, !read.freshness().stale());
              return read;
            });
  }

  private <P extends BucketPlace> CompletableFuture<FreshRead<P>> await(
      String gameId, BiFunction<GameInRedis, ReadSource, P> locate, After after, long deadline) {
    // Nobody holds more than the masters: what is not there yet is nowhere else.
    ReadSource masters = servers.masters();
    return live.readable(gameId)
        .thenCompose(
            game -> {
              Generation generation = game.generation();
              P place = locate.apply(game, masters);
              Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
              return positions
                  .reached(
                      generation,
                      place.buckets(),
                      masters,
                      after.positions(),
                      left.compareTo(SLICE) < 0 ? left : SLICE)
                  .thenCompose(
                      reached ->
                          reached
                              // Or it was applied to what readers have gone over to meanwhile.
                              ? live.isRead(gameId, game)
                              : CompletableFuture.completedFuture(false))
                  .thenCompose(
                      there ->
                          there || System.nanoTime() >= deadline
                              ? dated(generation, place, masters, !there)
                              : await(gameId, locate, after, deadline));
            });
  }

  /**
   * Dates a read by the positions of its buckets. Where they are gone, so are the boards: a master
   * that came back empty, say, of which the name of the generation does not tell.
   */
  private <P extends BucketPlace> CompletableFuture<FreshRead<P>> dated(
      Generation generation, P place, ReadSource source, boolean stale) {
    return positions
        .of(generation, place.buckets(), source, log.partitions(), MAX_AGE)
        .thenCompose(
            applied ->
                applied.areWhole(log.partitions())
                    ? CompletableFuture.completedFuture(
                        new FreshRead<>(place, freshness(generation, applied, stale), applied))
                    : live.lost());
  }

  private Freshness freshness(Generation generation, AppliedPositions applied, boolean stale) {
    long lagMillis = lag.millis(applied, log.partitions());
    metrics.lagging(lagMillis);
    return new Freshness(generation.id(), lagMillis, stale);
  }
}
