package io.leaderboard.query.metrics;

import io.leaderboard.query.log.LogEndNow;
import io.leaderboard.query.redis.RedisConnection;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/**
 * The measures of this service; those of its routes ({@code http.server.requests}) come with Spring
 * Boot. Every read with {@code after} that was answered counts once: {@code reached} or {@code
 * missed}. Thread-safe.
 */
public final class QueryMetrics {
  private final Timer reached;
  private final Timer missed;
  private final Timer lag;

  QueryMetrics(MeterRegistry registry, RedisConnection redis, LogEndNow log) {
    reached = waits(registry, "reached");
    missed = waits(registry, "missed");
    lag =
        Timer.builder("leaderboard.reads.lag")
            .description("How far behind the log what was read was")
            .register(registry);
    Gauge.builder("leaderboard.redis.connected", redis, r -> r.isConnected() ? 1 : 0)
        .description("Whether commands are sent to Redis (1) or refused (0)")
        .register(registry);
    Gauge.builder("leaderboard.log.silence", log, l -> l.silence().toMillis() / 1_000.0)
        .description("For how long Kafka has not answered; past 2 s it counts as lag")
        .baseUnit("seconds")
        .register(registry);
  }

  /** A read has waited for {@code after}, in vain unless {@code wasReached}. */
  public void waited(long nanos, boolean wasReached) {
    (wasReached ? reached : missed).record(nanos, TimeUnit.NANOSECONDS);
  }

  /** What is going to be read lags so far behind the log. */
  public void lagging(long millis) {
    lag.record(millis, TimeUnit.MILLISECONDS);
  }

  private static Timer waits(MeterRegistry registry, String outcome) {
    return Timer.builder("leaderboard.reads.waits")
        .description("How long reads waited until what the reader had written was applied")
        .tag("outcome", outcome)
        .register(registry);
  }
}
