package io.leaderboard.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Every metric of this service. An event that was received ends as exactly one of accepted,
 * rejected and failed, so that received = accepted + rejected + failed when nothing is in flight.
 */
public final class IngestMetrics {
  private final MeterRegistry registry;
  private final Counter received;
  private final Counter accepted;
  private final Counter rejected;
  private final Counter unavailable;
  private final Counter unknown;
  private final Counter profilesUnreadable;
  private final Timer acknowledgement;

  public IngestMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.received = counter("received", "none", "Scores that were read from requests");
    this.accepted = counter("accepted", "none", "Scores that the log holds");
    this.rejected = counter("rejected", "none", "Scores that are not allowed");
    this.unavailable = counter("failed", "unavailable", "Scores that could not be written");
    this.unknown = counter("failed", "outcome-unknown", "Scores that could not be written");
    this.profilesUnreadable =
        Counter.builder("leaderboard.profiles.unreadable")
            .description("Records of the topic users that were left out")
            .register(registry);
    this.acknowledgement =
        Timer.builder("leaderboard.ingest.acknowledgement")
            .description("Time from handing a score to Kafka until the log holds it")
            .serviceLevelObjectives(
                Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMillis(500))
            .register(registry);
  }

  /** Shows how many events are in flight. */
  public void inFlight(Supplier<Number> events) {
    Gauge.builder("leaderboard.ingest.in.flight", events)
        .description("Events that were handed to Kafka and are not acknowledged yet")
        .strongReference(true)
        .register(registry);
  }

  /** What is known of users: how many, in how many bytes, and how many had to be forgotten. */
  public void profiles(Supplier<Number> users, Supplier<Number> bytes, Supplier<Number> forgotten) {
    Gauge.builder("leaderboard.profiles.known", users)
        .description("Users whose profiles are known")
        .strongReference(true)
        .register(registry);
    Gauge.builder("leaderboard.profiles.memory", bytes)
        .description("What the profiles take, at most leaderboard.users.max-memory")
        .baseUnit("bytes")
        .strongReference(true)
        .register(registry);
    Gauge.builder("leaderboard.profiles.forgotten", forgotten)
        .description("Users who had to make place for others: their profiles are not answered")
        .strongReference(true)
        .register(registry);
  }

  /** Shows how many batches, or streams, are served now. */
  public void served(String kind, Supplier<Number> now) {
    Gauge.builder("leaderboard.ingest.served", now)
        .description("Batches and streams that hold a place")
        .tag("kind", kind)
        .strongReference(true)
        .register(registry);
  }

  /** A record of {@code users} could not be read. */
  public void profileUnreadable() {
    profilesUnreadable.increment();
  }

  /** A batch or stream found no place. */
  public void notServed(String kind) {
    Counter.builder("leaderboard.ingest.not.served")
        .description("Batches and streams that found no place")
        .tag("kind", kind)
        .register(registry)
        .increment();
  }

  public void received() {
    received.increment();
  }

  /**
   * The log holds a score.
   *
   * @param nanos how long that took
   */
  public void accepted(long nanos) {
    accepted.increment();
    acknowledgement.record(Duration.ofNanos(nanos));
  }

  public void rejected() {
    rejected.increment();
  }

  /**
   * A score could not be written.
   *
   * @param outcomeUnknown whether the log may hold it
   */
  public void failed(boolean outcomeUnknown) {
    (outcomeUnknown ? unknown : unavailable).increment();
  }

  private Counter counter(String name, String reason, String description) {
    Counter.Builder counter =
        Counter.builder("leaderboard.ingest.events." + name).description(description);
    return (reason.equals("none") ? counter : counter.tag("reason", reason)).register(registry);
  }
}
