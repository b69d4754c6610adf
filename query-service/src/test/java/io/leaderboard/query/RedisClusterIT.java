package io.leaderboard.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.Ties;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.RedisAddress;
import io.leaderboard.servers.testing.RedisCluster;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The service on a Redis Cluster of three masters, over which the buckets are spread. */
class RedisClusterIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int BOARDS = 12;
  private static final BoardDefinition WIDE =
      TestGames.board("wide", Aggregation.SUM, Order.DESC, Ties.SHARED, 8);

  @Test
  void boardsAreReadWhereverTheyLieAndAMasterThatIsAwayTakesOnlyItsOwn() {
    try (RedisCluster cluster = new RedisCluster();
        Stack stack =
            new Stack(
                "--leaderboard.redis.uri=" + cluster.uris(), "--leaderboard.redis.cluster=true")) {
      reads(cluster, stack);
      readsFromReplicas(cluster, stack);
    }
  }

  private static void reads(RedisCluster cluster, Stack stack) {
    List<BoardDefinition> definitions = new ArrayList<>(List.of(WIDE));
    for (int i = 0; i < BOARDS; i++) {
      definitions.add(TestGames.allTime("b" + i, Order.DESC));
    }
    stack.define(TestGames.game("spread", 0, definitions.toArray(BoardDefinition[]::new)));
    try (RedisClusterClient client =
        RedisClusterClient.create(RedisURI.create(cluster.first().uri()))) {
      BoardWriter boards =
          new BoardWriter(client.connect().sync(), "g1", 64, stack.topicId()).live();
      for (int i = 0; i < 100; i++) {
        boards.put("spread", WIDE, "all-time", "u" + i, i / 2, 0);
      }
      for (int i = 0; i < BOARDS; i++) {
        boards.put("spread", "b" + i, "ann", -2).put("spread", "b" + i, "bob", -1);
      }
    }
    Api api = stack.api();
    await().atMost(SOON).until(() -> statuses(api).equals(Set.of(200)));
    for (int i = 0; i < BOARDS; i++) {
      assertThat(api.get("/v1/games/spread/boards/b" + i + "/users/bob").json().get("rank").asInt())
          .isEqualTo(2);
    }
    Set<String> seen = new HashSet<>();
    String next = "";
    do {
      String cursor = next.isEmpty() ? "" : "&cursor=" + next;
      JsonNode page = api.get("/v1/games/spread/boards/wide/top?limit=7" + cursor).json();
      page.get("items").forEach(each -> seen.add(each.get("userId").asString()));
      next = page.path("next").asString("");
    } while (!next.isEmpty());
    assertThat(seen).hasSize(100);
    assertThat(api.get("/v1/games/spread/boards/wide/users/u0").body())
        .contains("\"rank\":99,\"userId\":\"u0\",\"score\":0,\"total\":100");
    assertThat(api.get("/v1/games/spread/users/ann").json().get("boards")).hasSize(BOARDS);
    assertThat(api.get("/v1/games/spread/boards/wide/users/u50/around").json().get("items"))
        .hasSize(9);

    // The first has lb:generation in one of its slots, or another one has.
    var last = cluster.masters().get(2);
    var away = cluster.master("lb:generation") == last ? cluster.masters().get(1) : last;
    away.kill();
    await().atMost(SOON).until(() -> statuses(api).equals(Set.of(200, 503)));
    away.start();
    await().atMost(SOON).until(() -> statuses(api).equals(Set.of(200)));
  }

  private static void readsFromReplicas(RedisCluster cluster, Stack stack) {
    List<DedicatedServer<RedisAddress>> masters = cluster.masters();
    List<DedicatedServer<RedisAddress>> replicas = cluster.follow();
    try (Stack.Beside service =
        stack.beside(
            "--leaderboard.redis.uri=" + cluster.uris(),
            "--leaderboard.redis.cluster=true",
            "--leaderboard.redis.read-from=replica-preferred")) {
      service.awaitReplicas(RedisCluster.MASTERS);
      // What has just gone live, or is taken for it at the start, is read from masters for a
      // moment.
      await()
          .atMost(SOON)
          .until(
              () -> {
                long before = scripts(masters);
                return statuses(service.api()).equals(Set.of(200)) && scripts(masters) == before;
              });
      long before = scripts(masters);
      assertThat(service.api().get("/v1/games/spread/boards/wide/users/u0").body())
          .contains("\"rank\":99,\"userId\":\"u0\",\"score\":0,\"total\":100");
      assertThat(scripts(masters)).isEqualTo(before);
      assertThat(replicas)
          .allSatisfy(replica -> assertThat(scripts(List.of(replica))).isPositive());
      replicas.get(1).kill();
      for (int i = 0; i < 10; i++) {
        assertThat(statuses(service.api())).isEqualTo(Set.of(200));
      }
      service.awaitReplicas(RedisCluster.MASTERS - 1);
      assertThat(scripts(masters)).isGreaterThan(before);
    }
  }

  /** Calls of scripts that servers have run. */
  private static long scripts(List<DedicatedServer<RedisAddress>> servers) {
    long calls = 0;
    for (DedicatedServer<RedisAddress> server : servers) {
      try (RedisClient client = RedisClient.create(server.address().uri());
          StatefulRedisConnection<String, String> connection = client.connect()) {
        calls += ReplicaReadsIT.scripts(connection.sync());
      }
    }
    return calls;
  }

  /** Of one user on every board: never a page that was kept. */
  private static Set<Integer> statuses(Api api) {
    return IntStream.range(0, BOARDS)
        .mapToObj(i -> api.get("/v1/games/spread/boards/b" + i + "/users/bob").status())
        .collect(Collectors.toSet());
  }
}
