package io.leaderboard.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.Games;
import io.leaderboard.events.guarantee.Guarantees;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.redis.FaultRun;
import io.leaderboard.redis.FaultStack;
import io.leaderboard.redis.LogFaults;
import io.leaderboard.redis.ProjectorProcess;
import io.leaderboard.servers.testing.CassandraAddress;
import io.leaderboard.servers.testing.DedicatedServer;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What goes wrong where both stores are: Cassandra, Redis and who writes to them killed and paused,
 * Redis restored from Cassandra, and the log trimmed to what both have confirmed.
 */
final class BothStoresFaults {
  private static final int ACTIONS_A_ROUND = 7;

  /** Every 10 ms: about 1,000 a second. */
  private static final int EVENTS_AT_ONCE = 10;

  private static final String FROM_STANDINGS = "{\"from\":\"standings\"}";
  private static final String TRIMS = "trims of the log";
  private static final String LOSSES = "losses of redis and restores of it";
  private static final String KILLS_OF_CASSANDRAS = "kills of the cassandra-projector";
  private static final Pattern BEGUN =
      Pattern.compile("Restoring from standings|Rebuilding as asked");
  private static final Pattern SCANNED = Pattern.compile("holds the scanned standings");

  private final FaultStack stack;
  private final DedicatedServer<CassandraAddress> cassandra;
  private final ProjectorProcess projector;
  private final FaultRun run;

  /**
   * @param projector the cassandra-projector
   */
  BothStoresFaults(
      FaultStack stack,
      DedicatedServer<CassandraAddress> cassandra,
      ProjectorProcess projector,
      Seed seed,
      Guarantees guarantees) {
    this.stack = stack;
    this.cassandra = cassandra;
    this.projector = projector;
    this.run = new FaultRun(stack, seed, guarantees, ACTIONS_A_ROUND, EVENTS_AT_ONCE);
    run.alsoIn(this::observe);
    LogFaults log = new LogFaults(run, stack);
    log.alsoWatch("Cassandra", games -> inCassandra(held -> held.progress(games)));
    run.on(KILLS_OF_CASSANDRAS, () -> killAndStart(projector));
    run.on("pauses of the cassandra-projector", this::pause);
    run.on("kills of cassandra", this::killCassandra);
    run.on("kills of the redis-projector", () -> killAndStart(stack.first()));
    run.on("kills of redis", this::killRedis);
    run.on("restores", this::restore);
    run.on("restores killed in the middle", this::killARestore);
    run.on(LOSSES, this::loseRedis);
    run.on(TRIMS, () -> run.whileLittleFlows(this::trim));
  }

  /** Runs so many rounds, and replays everything. Returns how often what happened. */
  Map<String, Long> run(int rounds) throws Exception {
    run.rounds(rounds);
    stack.replay("from standings", FROM_STANDINGS);
    run.count("restores begun", stack.first().logged(BEGUN));
    run.count("partitions restored", stack.first().logged(SCANNED));
    return run.end();
  }

  private static void killAndStart(ProjectorProcess process) {
    process.kill();
    FaultRun.flowFor(Duration.ofMillis(200));
    process.start();
  }

  private void pause() {
    projector.pause();
    FaultRun.flowFor(Duration.ofSeconds(2));
    projector.wake();
  }

  private void killCassandra() {
    cassandra.kill();
    FaultRun.flowFor(Duration.ofMillis(200));
    run.whileLittleFlows(cassandra::start);
  }

  private void killRedis() {
    stack.redis().kill();
    FaultRun.flowFor(Duration.ofMillis(200));
    stack.redis().start();
  }

  /** Begins one, as soon as none runs and Cassandra knows the rules. */
  private void restore() {
    run.whileLittleFlows(
        () ->
            await("a restore begins")
                .atMost(stack.soon())
                .until(() -> stack.first().post("rebuild", FROM_STANDINGS)));
  }

  private void killARestore() {
    restore();
    FaultRun.flowFor(Duration.ofMillis(run.random().nextInt(1_500)));
    stack.first().kill();
    stack.first().start();
  }

  private void loseRedis() {
    stack.redis().wipe();
    stack.redis().start();
    restore();
  }

  /** As soon as Redis is whole, so that nothing needs what goes, and there is something to go. */
  private void trim() {
    await("both have confirmed more than the log must keep")
        .atMost(stack.soon())
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              Map<Integer, Long> confirmed = inCassandra(StandingsInCassandra::confirmed);
              stack
                  .held()
                  .positions()
                  .forEach((partition, next) -> confirmed.merge(partition, next, Math::min));
              assertThat(stack.log().trim(confirmed)).as("partitions trimmed").isPositive();
            });
  }

  /** Both are level, and the service says itself that they hold the same. */
  private void observe(Games games) {
    try (StandingsInCassandra held = new StandingsInCassandra(cassandra.address())) {
      await("Cassandra is level with the log")
          .atMost(stack.soon())
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                assertThat(held.isUnderTheLatestRules(games)).as("latest rules").isTrue();
                assertThat(held.next()).isEqualTo(stack.log().ends());
              });
      stack.log().history().held(held.view(games, stack.log().ends()));
    }
    await("a comparison begins")
        .atMost(stack.soon())
        .until(() -> stack.first().post("verify", "{}"));
    String report =
        await("a comparison ends")
            .atMost(stack.soon())
            .until(() -> stack.first().body("verify"), said -> !said.contains("\"running\""));
    assertThat(report).contains("\"state\":\"done\"", "\"differences\":0");
  }

  private <T> T inCassandra(Function<StandingsInCassandra, T> use) {
    try (StandingsInCassandra held = new StandingsInCassandra(cassandra.address())) {
      return use.apply(held);
    }
  }
}
