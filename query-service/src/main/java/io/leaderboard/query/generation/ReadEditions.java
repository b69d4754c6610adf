package io.leaderboard.query.generation;

import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.query.redis.RedisConnection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * As what games stand in the live generation. A game is asked for once until somebody switches
 * readers of some game, so that reads need no round trip for it. Thread-safe.
 */
final class ReadEditions {
  /** About 150 bytes each; past it all are forgotten, which costs a round trip each. */
  private static final int MOST_KNOWN = 100_000;

  /**
   * Of one switch to the next.
   *
   * @param before what was known before it: most games stand as they did
   */
  private record Known(
      Generation generation,
      String switched,
      Map<String, GameInRedis> games,
      Map<String, GameInRedis> before) {
    static Known of(Generation generation, String switched, Map<String, GameInRedis> before) {
      return new Known(generation, switched, new ConcurrentHashMap<>(), before);
    }

    boolean holds(Generation live, String lastSwitch) {
      return generation.equals(live) && switched.equals(lastSwitch);
    }
  }

  private final RedisConnection redis;
  private volatile Known known = Known.of(new Generation("", 0, 0, ""), "", Map.of());

  ReadEditions(RedisConnection redis) {
    this.redis = redis;
  }

  /**
   * Where a game stands.
   *
   * @param switched the last switch; what is asked from Redis now is at least as new
   * @param since since when the generation is known to be live
   */
  CompletableFuture<GameInRedis> of(Generation live, String switched, String gameId, long since) {
    Known now = known;
    if (!now.holds(live, switched)) {
      now = Known.of(live, switched, now.generation().equals(live) ? now.games() : Map.of());
      known = now;
    }
    GameInRedis found = now.games().get(gameId);
    return found == null ? ask(now, gameId, since) : CompletableFuture.completedFuture(found);
  }

  /**
   * Whether readers of a game still use a place. Redis is asked only while something is being
   * filled that could take its place, or has done so a moment ago.
   *
   * @param found what was live a moment ago
   */
  CompletableFuture<Boolean> isRead(Generations found, String gameId, GameInRedis place) {
    Known now = known;
    if (found.fill().isEmpty()
        && now.holds(place.generation(), found.switched())
        && place.equals(now.games().get(gameId))) {
      return CompletableFuture.completedFuture(true);
    }
    return edition(place.generation(), gameId)
        .thenApply(
            edition -> {
              boolean same = edition.equals(place.edition());
              if (!same) {
                now.games().remove(gameId, place);
              }
              return same;
            });
  }

  private CompletableFuture<Edition> edition(Generation generation, String gameId) {
    String key = RedisLayout.editions(generation.id());
    return redis
        .call(commands -> commands.hget(key, gameId))
        .thenApply(text -> text == null ? Edition.FIRST : Edition.parse(text));
  }

  private CompletableFuture<GameInRedis> ask(Known now, String gameId, long since) {
    return edition(now.generation(), gameId)
        .thenApply(
            edition -> {
              GameInRedis before = now.before().get(gameId);
              // What a fill brought is there since somebody switched to it, a moment ago at most.
              long known = edition.fill().isEmpty() ? since : System.nanoTime();
              if (before != null && before.edition().equals(edition)) {
                known = before.since();
              }
              GameInRedis found = new GameInRedis(now.generation(), edition, known);
              if (now.games().size() >= MOST_KNOWN) {
                now.games().clear();
              }
              GameInRedis other = now.games().putIfAbsent(gameId, found);
              return other == null ? found : other;
            });
  }
}
