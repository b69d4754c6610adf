package io.leaderboard.query.metrics;

import io.leaderboard.query.log.LogEndNow;
import io.leaderboard.query.redis.ReadServers;
import io.leaderboard.query.redis.RedisConnection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The measures of this service; those of its routes ({@code http.server.requests}) come with Spring
 * Boot. Every read with {@code after} that was answered counts once: {@code reached} or {@code
 * missed}. Thread-safe.
 */
public final class QueryMetrics {
  private final MeterRegistry registry;
  private final Counter pageHits;
  private final Counter pageMisses;
  private final Counter pagesStale;
  private final Counter profilesUnreadable;
  private final Counter streamsRefused;
  private final Counter streamsOfAddressRefused;
  private final Timer reached;
  private final Timer missed;
  private final Timer lag;

  QueryMetrics(MeterRegistry registry, RedisConnection redis, ReadServers servers, LogEndNow log) {
    this.registry = registry;
    pageHits = pages("hit");
    pageMisses = pages("miss");
    pagesStale = pages("stale");
    profilesUnreadable =
        Counter.builder("leaderboard.profiles.unreadable")
            .description("Records of the topic users that were left out")
            .register(registry);
    streamsRefused = refusedStreams("all");
    streamsOfAddressRefused = refusedStreams("address");
    Gauge.builder("leaderboard.pages.hit.ratio", this, QueryMetrics::hitRatio)
        .description("Share of the hot pages that cost Redis nothing, since the start")
        .register(registry);
    reached = waits(registry, "reached");
    missed = waits(registry, "missed");
    lag =
        Timer.builder("leaderboard.reads.lag")
            .description("How far behind the log what was read was")
            .register(registry);
    Gauge.builder("leaderboard.redis.connected", redis, r -> r.isConnected() ? 1 : 0)
        .description("Whether commands are sent to Redis (1) or refused (0)")
        .register(registry);
    Gauge.builder("leaderboard.redis.replicas", servers, ReadServers::replicas)
        .description("Replicas that are read now; 0 when the masters are")
        .register(registry);
    Gauge.builder("leaderboard.log.silence", log, l -> l.silence().toMillis() / 1_000.0)
        .description("For how long Kafka has not answered; past 2 s it counts as lag")
        .baseUnit("seconds")
        .register(registry);
  }

  /**
   * A hot page was asked for. Every one that was answered counts once.
   *
   * @param outcome how it was come by: HIT, MISS or STALE
   */
  public void page(String outcome) {
    switch (outcome) {
      case "HIT" -> pageHits.increment();
      case "MISS" -> pageMisses.increment();
      default -> pagesStale.increment();
    }
  }

  /** Hot pages that are kept: how many, in how many bytes. */
  public void pagesKept(Supplier<Number> pages, Supplier<Number> bytes) {
    Gauge.builder("leaderboard.pages.kept", pages)
        .description("Hot pages that are kept")
        .register(registry);
    Gauge.builder("leaderboard.pages.memory", bytes)
        .description("What the hot pages take, at most leaderboard.pages.max-memory")
        .baseUnit("bytes")
        .register(registry);
  }

  /** A record of {@code users} could not be read. */
  public void profileUnreadable() {
    profilesUnreadable.increment();
  }

  /** What is known of users: how many, in how many bytes, and how many had to be forgotten. */
  public void profiles(Supplier<Number> users, Supplier<Number> bytes, Supplier<Number> forgotten) {
    Gauge.builder("leaderboard.profiles.known", users)
        .description("Users whose names are known")
        .register(registry);
    Gauge.builder("leaderboard.profiles.memory", bytes)
        .description("What the names take, at most leaderboard.profiles.max-memory")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("leaderboard.profiles.forgotten", forgotten)
        .description("Users who had to make place for others: their names are not shown")
        .register(registry);
  }

  /** How many streams are open, and how many boards are read for them. */
  public void streams(Supplier<Number> open, Supplier<Number> watched) {
    Gauge.builder("leaderboard.streams.open", open)
        .description("Clients that watch a board")
        .register(registry);
    Gauge.builder("leaderboard.streams.watched", watched)
        .description("Different boards and periods that are read for them, as they can change")
        .register(registry);
  }

  /**
   * A stream was not opened because a bound was reached.
   *
   * @param status 429 for that of an address, 503 for that of all
   */
  public void streamRefused(int status) {
    (status == 429 ? streamsOfAddressRefused : streamsRefused).increment();
  }

  /** Whether Cassandra is read (1) or not (0). */
  public void cassandra(Supplier<Number> connected) {
    Gauge.builder("leaderboard.cassandra.connected", connected)
        .description("Whether history and archives are read from Cassandra (1) or refused (0)")
        .register(registry);
  }

  /**
   * Cassandra was read, in vain unless {@code wasAnswered}.
   *
   * @param statement its name
   */
  public void cassandraRead(String statement, boolean wasAnswered, long nanos) {
    Timer.builder("leaderboard.cassandra.requests")
        .description("Reads of history and archives, and their failures")
        .tag("statement", statement)
        .tag("outcome", wasAnswered ? "success" : "failure")
        .register(registry)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  /** A read has waited for {@code after}, in vain unless {@code wasReached}. */
  public void waited(long nanos, boolean wasReached) {
    (wasReached ? reached : missed).record(nanos, TimeUnit.NANOSECONDS);
  }

  /** What is going to be read lags so far behind the log. */
  public void lagging(long millis) {
    lag.record(millis, TimeUnit.MILLISECONDS);
  }

  private Counter refusedStreams(String bound) {
    return Counter.builder("leaderboard.streams.refused")
        .description("Streams that were not opened: by the bound of all or of one address")
        .tag("bound", bound)
        .register(registry);
  }

  private Counter pages(String outcome) {
    return Counter.builder("leaderboard.pages.reads")
        .description("Hot pages asked for: there already (hit), read from Redis (miss), or stale")
        .tag("outcome", outcome)
        .register(registry);
  }

  private double hitRatio() {
    double all = pageHits.count() + pageMisses.count() + pagesStale.count();
    return all == 0 ? 0 : pageHits.count() / all;
  }

  private static Timer waits(MeterRegistry registry, String outcome) {
    return Timer.builder("leaderboard.reads.waits")
        .description("How long reads waited until what the reader had written was applied")
        .tag("outcome", outcome)
        .register(registry);
  }
}
