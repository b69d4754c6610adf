package io.leaderboard.query.health;

import io.leaderboard.events.redis.Generations;
import io.leaderboard.log.LogState;
import io.leaderboard.log.LogView;
import io.leaderboard.query.board.HotPages;
import io.leaderboard.query.cassandra.CassandraConnection;
import io.leaderboard.query.generation.LiveGeneration;
import io.leaderboard.query.health.HealthReport.Part;
import io.leaderboard.query.health.HealthReport.State;
import io.leaderboard.query.log.LogEndNow;
import io.leaderboard.query.redis.ReadServers;
import io.leaderboard.query.redis.RecentReading;
import io.leaderboard.query.redis.RedisConnection;
import io.leaderboard.query.redis.RedisUnavailableException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Looks at everything that this service depends on. Thread-safe. */
final class HealthChecks {
  /** Health may be asked for by many; what they learn may be so old. */
  private static final Duration MAX_AGE = Duration.ofMillis(200);

  private static final Duration TOLERATED_SILENCE = Duration.ofSeconds(2);

  private final LogView log;
  private final LogEndNow kafka;
  private final LiveGeneration live;
  private final HotPages pages;
  private final CassandraConnection cassandra;
  private final ReadServers servers;
  private final RecentReading<String> ping;

  HealthChecks(
      LogView log,
      LogEndNow kafka,
      LiveGeneration live,
      HotPages pages,
      RedisConnection redis,
      ReadServers servers,
      CassandraConnection cassandra) {
    this.log = log;
    this.kafka = kafka;
    this.live = live;
    this.pages = pages;
    this.cassandra = cassandra;
    this.servers = servers;
    this.ping = new RecentReading<>(() -> redis.call(commands -> commands.ping()));
  }

  /** Everything. */
  Mono<HealthReport> all() {
    return Mono.zip(redis(), generation())
        .map(
            asked -> {
              Map<String, Part> parts = new LinkedHashMap<>();
              parts.put("log", log());
              parts.put("redis", asked.getT1());
              parts.put("generation", asked.getT2());
              parts.put("cassandra", cassandra());
              return HealthReport.of(parts);
            });
  }

  /** Games are known; a Kafka that has gone since leaves them readable. */
  Part log() {
    LogState state = log.state();
    if (state instanceof LogState.Open) {
      if (log.missing().isPresent()) {
        return new Part(State.DEGRADED, log.missing().get());
      }
      Duration silence = kafka.silence();
      return silence.compareTo(TOLERATED_SILENCE) < 0
          ? new Part(State.UP, log.games().all().size() + " games")
          : new Part(
              State.DEGRADED,
              "Kafka has not answered for " + silence.toSeconds() + " s: the lag is not known");
    }
    return new Part(
        State.DOWN,
        state instanceof LogState.Opening opening
            ? opening.reason()
            : ((LogState.Refused) state).reason());
  }

  /** Redis answers, and the replicas that are to be read do. */
  Mono<Part> redis() {
    return Mono.fromFuture(() -> ping.noOlderThan(MAX_AGE))
        .map(
            pong ->
                servers
                    .problem()
                    .map(
                        problem ->
                            servers.mastersAnswer()
                                ? new Part(State.DEGRADED, problem)
                                : down(new RedisUnavailableException(problem)))
                    .orElse(new Part(State.UP, "reachable")))
        .onErrorResume(failure -> Mono.just(down(failure)));
  }

  /** Everything but history and archives is read without it. */
  Part cassandra() {
    return cassandra
        .problem()
        .map(problem -> new Part(State.DEGRADED, problem + "; history and archives are not read"))
        .orElse(new Part(State.UP, "reachable"));
  }

  private Mono<Part> generation() {
    return Mono.fromFuture(live::generations)
        .map(HealthChecks::generation)
        .onErrorResume(failure -> Mono.just(down(failure)));
  }

  /** None is no reason to be taken out of service: everyone would be, and 503s say more. */
  private static Part generation(Generations generations) {
    return generations
        .readable()
        .map(generation -> new Part(State.UP, generation.id()))
        .orElse(new Part(State.DEGRADED, "the boards are being filled from the log"));
  }

  /** While old pages are served, whoever asks for one is better served by them than by a 503. */
  private Part down(Throwable failure) {
    String reason = String.valueOf(failure.getMessage());
    return pages.mayServeWithoutRedis()
        ? new Part(State.DEGRADED, reason + "; the last known pages are served")
        : new Part(State.DOWN, reason);
  }
}
