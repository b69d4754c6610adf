package io.leaderboard.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.Ties;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.RedisAddress;
import io.leaderboard.servers.testing.TestServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import java.net.URI;
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
  private static final int MASTERS = 3;
  private static final int SLOTS = 16_384;
  private static final int BOARDS = 12;
  private static final BoardDefinition WIDE =
      TestGames.board("wide", Aggregation.SUM, Order.DESC, Ties.SHARED, 8);

  private final List<DedicatedServer<RedisAddress>> masters = new ArrayList<>();
  private final List<DedicatedServer<RedisAddress>> replicas = new ArrayList<>();

  @Test
  void boardsAreReadWhereverTheyLieAndAMasterThatIsAwayTakesOnlyItsOwn() {
    for (int i = 0; i < MASTERS; i++) {
      masters.add(
          TestServers.dedicatedRedis(
              "--cluster-enabled", "yes",
              "--cluster-node-timeout", "2000",
              "--cluster-require-full-coverage", "no"));
    }
    form();
    String uris =
        masters.stream().map(each -> each.address().uri()).collect(Collectors.joining(","));
    try (Stack stack =
        new Stack("--leaderboard.redis.uri=" + uris, "--leaderboard.redis.cluster=true")) {
      reads(stack);
      follow();
      readsFromReplicas(stack, uris);
    } finally {
      masters.forEach(DedicatedServer::close);
      replicas.forEach(DedicatedServer::close);
    }
  }

  private void reads(Stack stack) {
    List<BoardDefinition> definitions = new ArrayList<>(List.of(WIDE));
    for (int i = 0; i < BOARDS; i++) {
      definitions.add(TestGames.allTime("b" + i, Order.DESC));
    }
    stack.define(TestGames.game("spread", 0, definitions.toArray(BoardDefinition[]::new)));
    try (RedisClusterClient client =
        RedisClusterClient.create(RedisURI.create(masters.get(0).address().uri()))) {
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
    DedicatedServer<RedisAddress> away = masters.get(holderOf("lb:generation") == 2 ? 1 : 2);
    away.kill();
    await().atMost(SOON).until(() -> statuses(api).equals(Set.of(200, 503)));
    away.start();
    await().atMost(SOON).until(() -> statuses(api).equals(Set.of(200)));
  }

  private void readsFromReplicas(Stack stack, String uris) {
    try (Stack.Beside service =
        stack.beside(
            "--leaderboard.redis.uri=" + uris,
            "--leaderboard.redis.cluster=true",
            "--leaderboard.redis.read-from=replica-preferred")) {
      service.awaitReplicas(MASTERS);
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
      service.awaitReplicas(MASTERS - 1);
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

  /** Gives each master a replica, which never takes its place. */
  private void follow() {
    URI first = URI.create(masters.get(0).address().uri());
    for (DedicatedServer<RedisAddress> master : masters) {
      DedicatedServer<RedisAddress> replica =
          TestServers.dedicatedRedis(
              "--cluster-enabled", "yes",
              "--cluster-node-timeout", "2000",
              "--cluster-replica-no-failover", "yes",
              "--cluster-require-full-coverage", "no");
      replicas.add(replica);
      try (RedisClient client = RedisClient.create(replica.address().uri());
          StatefulRedisConnection<String, String> connection = client.connect();
          RedisClient ofMaster = RedisClient.create(master.address().uri());
          StatefulRedisConnection<String, String> toMaster = ofMaster.connect()) {
        connection.sync().clusterMeet(first.getHost(), first.getPort());
        String id = toMaster.sync().clusterMyId();
        await()
            .atMost(SOON)
            .ignoreExceptions()
            .until(() -> connection.sync().clusterReplicate(id).equals("OK"));
      }
    }
    for (DedicatedServer<RedisAddress> master : masters) {
      try (RedisClient client = RedisClient.create(master.address().uri());
          StatefulRedisConnection<String, String> connection = client.connect()) {
        await()
            .atMost(SOON)
            .until(
                () ->
                    connection
                            .sync()
                            .clusterNodes()
                            .lines()
                            .filter(n -> n.contains("slave"))
                            .count()
                        == MASTERS);
      }
    }
  }

  /** Of one user on every board: never a page that was kept. */
  private static Set<Integer> statuses(Api api) {
    return IntStream.range(0, BOARDS)
        .mapToObj(i -> api.get("/v1/games/spread/boards/b" + i + "/users/bob").status())
        .collect(Collectors.toSet());
  }

  private static int holderOf(String key) {
    return SlotHash.getSlot(key) * MASTERS / SLOTS;
  }

  /** There is no redis-cli: the slots are handed out and the nodes meet by commands. */
  private void form() {
    for (int i = 0; i < MASTERS; i++) {
      int number = i;
      try (RedisClient client = RedisClient.create(masters.get(i).address().uri());
          StatefulRedisConnection<String, String> connection = client.connect()) {
        int[] slots =
            IntStream.range(0, SLOTS).filter(slot -> slot * MASTERS / SLOTS == number).toArray();
        connection.sync().clusterAddSlots(slots);
        URI first = URI.create(masters.get(0).address().uri());
        connection.sync().clusterMeet(first.getHost(), first.getPort());
      }
    }
    for (DedicatedServer<RedisAddress> master : masters) {
      try (RedisClient client = RedisClient.create(master.address().uri());
          StatefulRedisConnection<String, String> connection = client.connect()) {
        await()
            .atMost(SOON)
            .until(
                () ->
                    connection.sync().clusterInfo().contains("cluster_state:ok")
                        && connection
                            .sync()
                            .clusterInfo()
                            .contains("cluster_known_nodes:" + MASTERS)
                        && connection
                            .sync()
                            .clusterInfo()
                            .contains("cluster_slots_assigned:" + SLOTS));
      }
    }
  }
}
