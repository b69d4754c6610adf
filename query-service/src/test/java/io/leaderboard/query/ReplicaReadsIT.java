package io.leaderboard.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.topic.Position;
import io.leaderboard.query.Api.Answer;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.RedisAddress;
import io.leaderboard.servers.testing.TestServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads from a replica, which follows its master through a connection that can stand still. */
class ReplicaReadsIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String ANN = "/v1/games/far/boards/b/users/ann";
  private static final String TOP = "/v1/games/far/boards/b/top";

  private static final BoardDefinition BOARD = TestGames.allTime("b", Order.DESC);

  private static Stack stack;
  private static DedicatedServer<RedisAddress> replica;
  private static Relay relay;
  private static RedisClient client;
  private static RedisCommands<String, String> master;
  private static RedisCommands<String, String> onReplica;
  private static Stack.Beside preferred;
  private static Stack.Beside required;

  private int round;
  private BoardWriter boards;
  private Position latest;

  @BeforeAll
  static void start() {
    stack = new Stack();
    replica = TestServers.dedicatedRedis();
    relay = new Relay(stack.redis().address().host(), stack.redis().address().port());
    client = RedisClient.create();
    master = client.connect(RedisURI.create(stack.redis().address().uri())).sync();
    onReplica = client.connect(RedisURI.create(replica.address().uri())).sync();
    follow();
    stack.define(TestGames.game("far", 0, BOARD));
    preferred =
        stack.beside(
            "--leaderboard.redis.read-from=replica-preferred",
            "--leaderboard.redis.command-timeout=500ms",
            "--leaderboard.redis.max-replica-lag=5s");
    required =
        stack.beside(
            "--leaderboard.redis.read-from=replica",
            "--leaderboard.redis.replicas=" + replica.address().uri(),
            "--leaderboard.redis.command-timeout=500ms");
  }

  @AfterAll
  static void end() {
    preferred.close();
    required.close();
    client.shutdown();
    relay.close();
    replica.close();
    stack.close();
  }

  @BeforeEach
  void aBoardThatTheReplicaHas() {
    boards = stack.boards("g" + System.nanoTime(), 1);
    boards.put("far", BOARD, "all-time", "ann", 1, 0).put("far", BOARD, "all-time", "bob", 5, 0);
    latest = write();
    boards.live();
    preferred.awaitReplicas(1);
    required.awaitReplicas(1);
    awaitRead(preferred.api());
    awaitRead(required.api());
  }

  /** A generation that has just gone live is read from the master for a moment. */
  private static void awaitRead(Api api) {
    await()
        .atMost(SOON)
        .until(
            () -> {
              long before = scripts(onReplica);
              return api.get(ANN).status() == 200 && scripts(onReplica) > before;
            });
  }

  @Test
  void whoDoesNotNeedTheirOwnWritesIsAnsweredByTheReplica() {
    for (Stack.Beside service : List.of(preferred, required)) {
      long before = scripts(master);
      long read = scripts(onReplica);
      for (int i = 0; i < 40; i++) {
        assertThat(service.api().get(ANN).body()).contains("\"rank\":2");
        assertThat(service.api().get(ANN + "/around").json().get("items")).hasSize(2);
        assertThat(service.api().get("/rank/bob?gameId=far").json().get("rank").asInt())
            .isEqualTo(1);
      }
      assertThat(service.api().get(TOP).json().get("total").asInt()).isEqualTo(2);
      assertThat(service.api().get("/v1/games/far/boards/b/periods").body())
          .contains("\"total\":2");
      assertThat(service.api().get("/v1/games/far/boards/b/rank-of?score=3").body())
          .isEqualTo("{\"rank\":2,\"total\":2}");
      assertThat(scripts(onReplica) - read).isGreaterThan(120);
      assertThat(scripts(master)).isEqualTo(before);
      // Who has written is answered by the master.
      for (int i = 0; i < 5; i++) {
        assertThat(service.api().get(ANN + "?after=" + latest).status()).isEqualTo(200);
      }
      assertThat(scripts(master) - before).isBetween(5L, 10L);
    }
  }

  @Test
  void whatIsReadFromAReplicaThatLagsIsDatedByItAndWhoHasWrittenSeesTheirWrites() {
    relay.pause();
    try {
      for (int i = 2; i <= 12; i++) {
        boards.put("far", "b", "ann", -i);
        latest = write();
        Answer mine = preferred.api().get(ANN + "?after=" + latest);
        assertThat(score(mine)).isEqualTo(i);
        assertThat(mine.header("Leaderboard-Stale")).isEmpty();
        assertThat(score(preferred.api().get(TOP + "?limit=2&after=" + latest), "ann"))
            .isEqualTo(i);
      }
      // The replica does not have it, and says so as soon as Kafka has told where the log ends; by
      // the master's positions nothing would be missing.
      await()
          .until(
              () -> {
                Answer anybody = preferred.api().get(ANN);
                return score(anybody) == 1
                    && Long.parseLong(anybody.header("Leaderboard-Lag-Ms")) > 0;
              });
      assertThat(preferred.api().get(ANN + "?after=" + latest).header("Leaderboard-Lag-Ms"))
          .isEqualTo("0");
      // A generation that the replica does not have whole is read from the master.
      BoardWriter next = stack.boards("h" + System.nanoTime(), 1);
      next.put("far", "b", "ann", -30).put("far", "b", "bob", -5);
      for (int partition = 0; partition < Stack.PARTITIONS; partition++) {
        next.applied(partition, stack.end(partition) - 1);
      }
      next.live();
      awaitScore(preferred.api(), 30);
      // It lags for longer than it may.
      boards = next;
      boards.put("far", "b", "ann", -31);
      awaitScore(preferred.api(), 31);
      await().atMost(SOON).until(() -> required.api().get("/rank/ann?gameId=far").status() == 503);
      assertThat(score(required.api().get(ANN + "?after=" + latest))).isEqualTo(31);
    } finally {
      relay.resume();
    }
    preferred.awaitReplicas(1);
    awaitScore(required.api(), 31);
    // Each service finds out by itself, in a moment, that the replica has the generation too.
    await()
        .atMost(SOON)
        .until(
            () -> {
              long before = scripts(onReplica);
              assertThat(score(preferred.api().get(ANN))).isEqualTo(31);
              return scripts(onReplica) > before;
            });
  }

  @Test
  void aReplicaThatHangsOrIsAwayIsReplacedByTheMasterOrByA503() {
    hangs();
    goesAway();
  }

  private void hangs() {
    replica.pause();
    try {
      hanging();
    } finally {
      replica.resume();
    }
    preferred.awaitReplicas(1);
    awaitScore(required.api(), 1);
  }

  private static void hanging() {
    List<CompletableFuture<Answer>> asked = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      asked.add(CompletableFuture.supplyAsync(() -> preferred.api().get(ANN)));
    }
    asked.forEach(each -> assertThat(each.join().status()).isEqualTo(200));
    await().atMost(SOON).until(() -> required.api().get(ANN).status() == 503);
    assertThat(preferred.api().get("/health").json().get("status").asString())
        .isEqualTo("degraded");
    long before = scripts(master);
    assertThat(preferred.api().get(ANN).status()).isEqualTo(200);
    assertThat(scripts(master)).isGreaterThan(before);
  }

  private void goesAway() {
    replica.kill();
    for (int i = 0; i < 20; i++) {
      assertThat(preferred.api().get(ANN).status()).isEqualTo(200);
    }
    await().atMost(SOON).until(() -> required.api().get(ANN).status() == 503);
    Answer refused = required.api().get(ANN);
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).isNotEmpty();
    assertThat(required.api().get(ANN + "?after=" + latest).status()).isEqualTo(200);
    replica.start();
    follow();
    preferred.awaitReplicas(1);
    required.awaitReplicas(1);
    long read = scripts(onReplica);
    assertThat(required.api().get(ANN).status()).isEqualTo(200);
    assertThat(preferred.api().get(ANN).status()).isEqualTo(200);
    assertThat(scripts(onReplica) - read).isGreaterThanOrEqualTo(2);
  }

  private Position write() {
    Position written =
        stack.write(
            new ScoreEvent("e" + ++round, "far", "ann", 7, 0, Map.of(), 0, 0, null, Map.of()));
    for (int partition = 0; partition < Stack.PARTITIONS; partition++) {
      boards.applied(partition, stack.end(partition) - 1);
    }
    return written;
  }

  private static void follow() {
    onReplica.replicaof("127.0.0.1", relay.port());
  }

  private static void awaitScore(Api api, int score) {
    await()
        .atMost(SOON)
        .until(
            () -> {
              Answer answer = api.get(ANN);
              return answer.status() == 200 && score(answer) == score;
            });
  }

  private static int score(Answer answer) {
    return answer.json().get("score").asInt();
  }

  private static int score(Answer page, String user) {
    for (var entry : page.json().get("items")) {
      if (entry.get("userId").asString().equals(user)) {
        return entry.get("score").asInt();
      }
    }
    throw new AssertionError(page.body());
  }

  /** Calls of scripts that a server has run. */
  static long scripts(RedisCommands<String, String> server) {
    return server
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_eval"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^:]*:calls=(\\d+),.*", "$1")))
        .sum();
  }
}
