package io.leaderboard.query.generation;

import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.query.log.LogView;
import io.leaderboard.query.redis.RecentReading;
import io.leaderboard.query.redis.RedisConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The generation that readers use. What it names may be {@link #MAX_AGE} old; the keys of a former
 * generation are kept for much longer than that. Thread-safe.
 */
public final class LiveGeneration {
  /** How old an answer may be. */
  static final Duration MAX_AGE = Duration.ofMillis(50);

  private final LogView log;
  private final RebuildProgress progress;
  private final RecentReading<Generations> recent;
  private volatile Map<String, Long> liveSince = Map.of();

  LiveGeneration(RedisConnection redis, LogView log, RebuildProgress progress) {
    this.log = log;
    this.progress = progress;
    this.recent =
        new RecentReading<>(
            () ->
                redis
                    .call(commands -> commands.hgetall(RedisLayout.GENERATION))
                    .thenApply(Generations::of)
                    .thenApply(this::noted));
  }

  /**
   * Since when this service knows that {@code generation} is live, by {@link System#nanoTime}:
   * everything that it was filled with was written before.
   */
  public long liveSince(Generation generation) {
    Long known = liveSince.get(generation.id());
    return known == null ? System.nanoTime() : known;
  }

  /** Which generations are live and which are being filled. */
  public CompletableFuture<Generations> generations() {
    return recent.noOlderThan(MAX_AGE);
  }

  /**
   * The generation to read from that holds all games that have none of their own. Fails with {@link
   * RebuildingException} while there is none, and with {@link ForeignGenerationException} when it
   * was filled from another log.
   */
  public CompletableFuture<Generation> readable() {
    return generations()
        .thenCompose(known -> readable(known.readable(), Optional.ofNullable(known.building())));
  }

  /** The generation to read a game from. Fails as {@link #readable()} does. */
  public CompletableFuture<Generation> readable(String gameId) {
    return generations()
        .thenCompose(known -> readable(known.readable(gameId), known.filling(gameId)));
  }

  /**
   * What became of a read that found that the live generation has lost what it held: a failure with
   * {@link RebuildingException}, as if none were live. The redis-projector finds out as well, and
   * fills another one beside it; until then the former one is still named.
   */
  public <T> CompletableFuture<T> lost(String gameId) {
    return generations().thenCompose(known -> rebuilding(known.filling(gameId)));
  }

  /** How far the generation is that readers of a game will use next. */
  public CompletableFuture<RebuildShare> filling(String gameId) {
    return generations().thenCompose(known -> progress.of(known.filling(gameId)));
  }

  private Generations noted(Generations found) {
    Map<String, Long> before = liveSince;
    long now = System.nanoTime();
    Map<String, Long> since = new HashMap<>();
    found.allLive().forEach(live -> since.put(live.id(), before.getOrDefault(live.id(), now)));
    liveSince = since;
    return found;
  }

  private CompletableFuture<Generation> readable(
      Optional<Generation> live, Optional<Generation> filling) {
    return live.map(found -> CompletableFuture.completedFuture(ofThisLog(found)))
        .orElseGet(() -> rebuilding(filling));
  }

  private <T> CompletableFuture<T> rebuilding(Optional<Generation> filling) {
    return progress
        .of(filling)
        .thenCompose(share -> CompletableFuture.failedFuture(new RebuildingException(share)));
  }

  private Generation ofThisLog(Generation live) {
    if (!log.topicId().equals(live.topicId())) {
      throw new ForeignGenerationException(live.topicId(), log.topicId());
    }
    return live;
  }
}
