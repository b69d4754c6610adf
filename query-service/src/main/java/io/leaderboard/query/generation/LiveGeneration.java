package io.leaderboard.query.generation;

import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.query.log.OpenLog;
import io.leaderboard.query.redis.RecentReading;
import io.leaderboard.query.redis.RedisConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The generation that readers use. What it names may be {@link #MAX_AGE} old; the keys of a former
 * generation are kept for much longer than that. Thread-safe.
 */
public final class LiveGeneration {
  /** How old an answer may be. */
  static final Duration MAX_AGE = Duration.ofMillis(50);

  private final OpenLog log;
  private final RebuildShares progress;
  private final RecentReading<Generations> recent;
  private final ReadEditions editions;
  private volatile Map<String, Long> liveSince = Map.of();

  LiveGeneration(RedisConnection redis, OpenLog log, RebuildShares progress) {
    this.log = log;
    this.progress = progress;
    this.editions = new ReadEditions(redis);
    this.recent =
        new RecentReading<>(
            () ->
                redis
                    .call(commands -> commands.hgetall(RedisLayout.GENERATION))
                    .thenApply(Generations::of)
                    .thenApply(this::noted));
  }

  /** Which generation is live and what is being filled. */
  public CompletableFuture<Generations> generations() {
    return recent.noOlderThan(MAX_AGE);
  }

  /**
   * The generation to read from. Fails with {@link RebuildingException} while there is none, and
   * with {@link ForeignGenerationException} when it was filled from another log.
   */
  public CompletableFuture<Generation> readable() {
    return generations().thenCompose(this::readable);
  }

  /** Where to read a game from. Fails as {@link #readable()} does. */
  public CompletableFuture<GameInRedis> readable(String gameId) {
    return generations()
        .thenCompose(
            known ->
                readable(known)
                    .thenCompose(
                        live ->
                            editions.of(
                                live,
                                known.switched(),
                                gameId,
                                liveSince.getOrDefault(live.id(), System.nanoTime()))));
  }

  /**
   * Whether readers of a game still use a place, as of a moment after this call. Nobody writes to
   * the boards that they have left, while the positions of the generation go on.
   */
  public CompletableFuture<Boolean> isRead(String gameId, GameInRedis place) {
    return generations().thenCompose(known -> editions.isRead(known, gameId, place));
  }

  /**
   * What became of a read that found that the live generation has lost what it held: a failure with
   * {@link RebuildingException}, as if none were live. The redis-projector finds out as well, and
   * fills another one beside it; until then the former one is still named.
   */
  public <T> CompletableFuture<T> lost() {
    return generations().thenCompose(this::rebuilding);
  }

  /** How far what is being filled is, that readers of games will use next. */
  public CompletableFuture<RebuildShare> filling() {
    return generations().thenCompose(progress::of);
  }

  private Generations noted(Generations found) {
    Map<String, Long> before = liveSince;
    long now = System.nanoTime();
    liveSince =
        found
            .readable()
            .map(live -> Map.of(live.id(), before.getOrDefault(live.id(), now)))
            .orElse(Map.of());
    return found;
  }

  private CompletableFuture<Generation> readable(Generations known) {
    return known
        .readable()
        .map(found -> CompletableFuture.completedFuture(ofThisLog(found)))
        .orElseGet(() -> rebuilding(known));
  }

  private <T> CompletableFuture<T> rebuilding(Generations known) {
    return progress
        .of(known)
        .thenCompose(share -> CompletableFuture.failedFuture(new RebuildingException(share)));
  }

  private Generation ofThisLog(Generation live) {
    if (!log.topicId().equals(live.topicId())) {
      throw new ForeignGenerationException(live.topicId(), log.topicId());
    }
    return live;
  }
}
