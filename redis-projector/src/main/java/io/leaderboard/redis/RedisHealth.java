package io.leaderboard.redis;

import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.fill.Fills;
import io.leaderboard.redis.generation.FillTarget;
import io.leaderboard.redis.generation.GenerationKeeper;
import io.leaderboard.redis.generation.GenerationWatch;
import java.util.stream.Stream;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether Redis is there and holds a generation that can be read. */
final class RedisHealth implements HealthIndicator {
  private final RedisLink redis;
  private final GenerationKeeper keeper;
  private final GenerationWatch watch;
  private final Fills fills;

  RedisHealth(RedisLink redis, GenerationKeeper keeper, GenerationWatch watch, Fills fills) {
    this.fills = fills;
    this.redis = redis;
    this.keeper = keeper;
    this.watch = watch;
  }

  @Override
  public Health health() {
    boolean connected = redis.isConnected();
    Generations known = keeper.known().orElse(Generations.NONE);
    Generation live = known.readable().orElse(null);
    Generation building = known.building();
    boolean fit = connected && live != null && watch.waiting().isEmpty();
    Health.Builder health = fit ? Health.up() : Health.outOfService();
    health.withDetail("connected", connected);
    if (live != null) {
      health.withDetail("generation", live.id());
    }
    if (building != null) {
      health.withDetail("building", building.id());
    }
    watch.waiting().ifPresent(reason -> health.withDetail("waiting", reason));
    Stream.concat(known.filling().map(FillTarget::of).stream(), keeper.games().known().stream())
        .flatMap(each -> fills.waiting(each).stream())
        .findFirst()
        .or(() -> keeper.games().waiting())
        .ifPresent(reason -> health.withDetail("rebuildWaits", reason));
    return health.build();
  }
}
