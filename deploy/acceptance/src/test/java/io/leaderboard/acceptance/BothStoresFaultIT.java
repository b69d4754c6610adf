package io.leaderboard.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.reference.Seed;
import io.leaderboard.redis.FaultGames;
import io.leaderboard.redis.FaultStack;
import io.leaderboard.redis.ProjectorProcess;
import io.leaderboard.servers.Ports;
import io.leaderboard.servers.testing.CassandraAddress;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.TestServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fault test with both stores: scores flow, Cassandra and who writes to it are killed and
 * paused, Redis loses everything and is restored from Cassandra, and who restores it is killed.
 * After each round both hold what the plain fold of the log gives, entry for entry, and say so
 * themselves. {@code -Dfault.rounds=60} makes it long.
 */
class BothStoresFaultIT {
  /** Something that goes wrong, or that people do. */
  private interface Action {
    void run() throws InterruptedException;
  }

  private static final int ROUNDS = 2;
  private static final int ACTIONS_A_ROUND = 4;
  private static final Duration LEVEL = Duration.ofSeconds(90);
  private static final String FROM_STANDINGS = "{\"from\":\"standings\"}";
  private static final Pattern BEGUN =
      Pattern.compile("Restoring from standings|Rebuilding as asked");
  private static final Pattern SCANNED = Pattern.compile("holds the scanned standings");

  private final Seed seed = Seed.fresh();
  private final Random random = seed.random();
  private final FaultGames games = new FaultGames(seed.derive(1).random());
  private final Map<String, Long> done = new LinkedHashMap<>();

  @Test
  void redisAndCassandraHoldTheFoldOfTheLogWhateverHappens(@TempDir Path logs) throws Exception {
    System.err.println("Faults of both stores, " + seed);
    try (DedicatedServer<CassandraAddress> cassandra = TestServers.dedicatedCassandra();
        FaultStack stack =
            new FaultStack(
                Repository.launch("redis-projector"),
                logs,
                cassandraSettings(cassandra.address()));
        ProjectorProcess projector = cassandraProjector(stack, cassandra.address(), logs)) {
      run(stack, cassandra, projector);
    } catch (AssertionError | RuntimeException e) {
      Logs.print(logs);
      throw e;
    }
  }

  private void run(
      FaultStack stack, DedicatedServer<CassandraAddress> cassandra, ProjectorProcess projector)
      throws InterruptedException {
    projector.start();
    FaultGames.GAMES.forEach(game -> stack.define(games.definition(game)));
    projector.awaitStarted();
    await("cassandra-projector").atMost(LEVEL).until(projector::isReady);
    Map<String, Action> actions = actions(stack, cassandra, projector);
    List<String> waiting = new ArrayList<>();
    int rounds = Integer.getInteger("fault.rounds", ROUNDS);
    for (int round = 0; round < rounds; round++) {
      try (Flow flow = new Flow(stack)) {
        for (int i = 0; i < ACTIONS_A_ROUND; i++) {
          if (waiting.isEmpty()) {
            waiting.addAll(actions.keySet());
            Collections.shuffle(waiting, random);
          }
          String name = waiting.remove(0);
          System.err.println("fault: " + name);
          Objects.requireNonNull(actions.get(name)).run();
          done.merge(name, 1L, Long::sum);
          flowFor(300 + random.nextInt(700));
        }
        flow.stop();
      }
      requireFold(stack, cassandra.address());
    }
    done.put("restores begun", logged(stack, BEGUN));
    done.put("partitions restored", logged(stack, SCANNED));
    done.put("records", (long) stack.records());
    System.err.println("Faults of both stores, " + seed + ": " + done);
    assertThat(done).as("how often each happened").hasSize(actions.size() + 3);
    assertThat(done).doesNotContainValue(0L);
  }

  private Map<String, Action> actions(
      FaultStack stack, DedicatedServer<CassandraAddress> cassandra, ProjectorProcess projector) {
    Map<String, Action> actions = new LinkedHashMap<>();
    actions.put("definitions", () -> stack.define(games.definition(anyGame())));
    actions.put("closings", () -> stack.close(anyGame(), games.somewhen()));
    actions.put(
        "kills of the cassandra-projector",
        () -> {
          projector.kill();
          flowFor(200);
          projector.start();
        });
    actions.put(
        "pauses of the cassandra-projector",
        () -> {
          projector.pause();
          flowFor(2_000);
          projector.wake();
        });
    actions.put(
        "kills of cassandra",
        () -> {
          cassandra.kill();
          flowFor(200);
          cassandra.start();
        });
    actions.put("restores", () -> restore(stack));
    actions.put(
        "restores killed in the middle",
        () -> {
          restore(stack);
          flowFor(random.nextInt(1_500));
          stack.first().kill();
          stack.first().start();
        });
    actions.put(
        "losses of redis and restores of it",
        () -> {
          stack.redis().wipe();
          stack.redis().start();
          restore(stack);
        });
    return actions;
  }

  /** Begins one, as soon as none runs and Cassandra knows the rules. */
  private static void restore(FaultStack stack) {
    await("a restore begins")
        .atMost(LEVEL)
        .until(() -> stack.first().post("rebuild", FROM_STANDINGS));
  }

  private void requireFold(FaultStack stack, CassandraAddress address) {
    stack.requireFold();
    try (StandingsInCassandra cassandra = new StandingsInCassandra(address)) {
      await("Cassandra is level with the log")
          .atMost(LEVEL)
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(cassandra.next(stack.games())).isEqualTo(stack.ends()));
      List<String> differences = cassandra.differences(stack.reference(), stack.games());
      assertThat(differences.stream().limit(10))
          .as(differences.size() + FaultStack.DIFFERENCES + " in Cassandra")
          .isEmpty();
    }
    await("a comparison begins").atMost(LEVEL).until(() -> stack.first().post("verify", "{}"));
    String report =
        await("a comparison ends")
            .atMost(LEVEL)
            .until(() -> stack.first().body("verify"), said -> !said.contains("\"running\""));
    assertThat(report).contains("\"state\":\"done\"", "\"differences\":0");
  }

  private String anyGame() {
    return FaultGames.GAMES.get(random.nextInt(FaultGames.GAMES.size()));
  }

  private static long logged(FaultStack stack, Pattern line) {
    return stack.first().logged(line);
  }

  private static void flowFor(long millis) {
    long until = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  private static Map<String, Object> cassandraSettings(CassandraAddress address) {
    return Map.of(
        "leaderboard.cassandra.contact-points",
        address.host() + ":" + address.port(),
        "leaderboard.cassandra.local-datacenter",
        address.datacenter(),
        "leaderboard.cassandra.keyspace",
        TestStack.KEYSPACE);
  }

  private static ProjectorProcess cassandraProjector(
      FaultStack stack, CassandraAddress address, Path logs) {
    Map<String, Object> settings = new LinkedHashMap<>(cassandraSettings(address));
    settings.put("server.address", "127.0.0.1");
    settings.put("leaderboard.log.bootstrap-servers", stack.kafka().address().bootstrapServers());
    settings.put("leaderboard.projection.session-timeout", "6s");
    settings.put("leaderboard.projection.max-poll-records", 200);
    // A node whose process is killed keeps what it acknowledged: its commit log is mapped. A longer
    // margin would only keep what is confirmed at nothing for as long as the test runs.
    settings.put("leaderboard.cassandra.sync-margin", "1s");
    return new ProjectorProcess(
        Repository.launch("cassandra-projector"),
        logs.resolve("cassandra.log"),
        Ports.free(),
        settings);
  }

  /** Events, about 1,000 a second, from a thread of their own until it is stopped. */
  private final class Flow implements AutoCloseable {
    private final AtomicBoolean flowing = new AtomicBoolean(true);
    private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
    private final Thread thread;

    Flow(FaultStack stack) {
      thread =
          new Thread(
              () -> {
                while (flowing.get()) {
                  for (int i = 0; i < 10; i++) {
                    stack.send(games.event());
                  }
                  LockSupport.parkNanos(10_000_000);
                }
              },
              "traffic");
      thread.setUncaughtExceptionHandler((of, failure) -> broken.set(failure));
      thread.start();
    }

    void stop() throws InterruptedException {
      flowing.set(false);
      thread.join();
      assertThat(broken.get()).as("what broke the traffic").isNull();
    }

    @Override
    public void close() {
      flowing.set(false);
    }
  }
}
