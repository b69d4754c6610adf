package io.leaderboard.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.guarantee.Guarantees;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.redis.FaultStack;
import io.leaderboard.redis.ProjectorProcess;
import io.leaderboard.servers.Ports;
import io.leaderboard.servers.testing.CassandraAddress;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.TestServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fault test with both stores: scores flow, the stores and who writes to them are killed, Redis
 * loses everything and is restored from Cassandra, and the log is trimmed to what both confirmed.
 * After each round both hold what the plain fold of all that was ever sent gives, entry for entry,
 * and say so themselves. {@code -Dfault.rounds=60} makes it long.
 */
class BothStoresFaultIT {
  /** Gives up none: what is trimmed is only what both stores confirmed. */
  private static final Guarantees GUARANTEES = Guarantees.all();

  /** Enough that every action happens. */
  private static final int ROUNDS = 2;

  private static final Duration LEVEL = Duration.ofSeconds(90);

  @Test
  void redisAndCassandraHoldTheFoldOfTheLogWhateverHappens(@TempDir Path logs) throws Exception {
    Seed seed = Seed.fresh();
    System.err.println("Faults of both stores, " + seed);
    try (DedicatedServer<CassandraAddress> cassandra = TestServers.dedicatedCassandra();
        FaultStack stack =
            new FaultStack(
                Repository.launch("redis-projector"),
                logs,
                cassandraSettings(cassandra.address()));
        ProjectorProcess projector = cassandraProjector(stack, cassandra.address(), logs)) {
      projector.start();
      projector.awaitStarted();
      await("cassandra-projector").atMost(LEVEL).until(projector::isReady);
      Map<String, Long> counts =
          new BothStoresFaults(stack, cassandra, projector, seed, GUARANTEES)
              .run(Integer.getInteger("fault.rounds", ROUNDS));
      System.err.println("Faults of both stores, " + seed + ": " + counts);
      assertThat(counts).as("how often each happened").doesNotContainValue(0L);
    } catch (AssertionError | RuntimeException e) {
      Logs.print(logs);
      throw e;
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
}
