package io.leaderboard.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.query.Api.Answer;
import io.leaderboard.servers.testing.CassandraAddress;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.TestServers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What readers get while Cassandra is away, hangs, or has no tables yet. */
class CassandraOutageIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String TOP = "/v1/games/away/boards/b/top";
  private static final String HISTORY = "/v1/games/away/users/ann/history";
  private static final List<String> NEED_CASSANDRA =
      List.of(
          HISTORY,
          "/v1/games/away/users/ann/finishes",
          "/v1/games/away/boards/d/periods",
          "/v1/games/away/boards/d/top?period=2025-03-01",
          "/v1/games/away/boards/d/users/ann?period=2025-03-01");

  private final DedicatedServer<CassandraAddress> cassandra = TestServers.dedicatedCassandra();

  @Test
  void redisIsServedAllTheSameAndWhatNeedsCassandraIsA503AtOnce() {
    cassandra.pause();
    try (CassandraTables tables = new CassandraTables(cassandra.address());
        Stack stack = new Stack(tables, "--leaderboard.cassandra.request-timeout=3s")) {
      BoardDefinition daily = BoardDefinition.withDefaults("d", PeriodKind.DAILY);
      stack.define(TestGames.game("away", 0, TestGames.allTime("b", Order.DESC), daily));
      BoardWriter boards = stack.boards("g1", 1).live().put("away", "b", "ann", -1);
      for (int partition = 0; partition < Stack.PARTITIONS; partition++) {
        boards.closed("away", partition, Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
      }
      Api api = stack.api();
      await().atMost(SOON).until(() -> api.get(TOP).status() == 200);

      // Away at the start.
      assertAway(stack, "Cassandra");
      cassandra.resume();
      await()
          .atMost(SOON)
          .until(() -> api.get(HISTORY).json().get("detail").asString().contains("not there yet"));
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertAway(stack, "the cassandra-projector makes them"));

      tables.create();
      await().atMost(SOON).until(() -> api.get(HISTORY).status() == 200);
      // That it could not be read is remembered for a moment, in both directions.
      await().atMost(SOON).untilAsserted(() -> assertServed(stack));

      // Hanging: first within the timeout, then at once.
      cassandra.pause();
      try {
        List<CompletableFuture<Answer>> asked = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          asked.add(CompletableFuture.supplyAsync(() -> api.get(HISTORY)));
        }
        asked.forEach(each -> assertThat(each.join().status()).isEqualTo(503));
        assertThat(api.get(TOP).status()).isEqualTo(200);
        await().atMost(SOON).until(() -> isDegraded(api));
        await().atMost(SOON).untilAsserted(() -> assertAway(stack, "Cassandra"));
      } finally {
        cassandra.resume();
      }
      await().atMost(SOON).until(() -> api.get(HISTORY).status() == 200);

      // Away later, and back.
      cassandra.kill();
      await().atMost(SOON).until(() -> isDegraded(api));
      await().atMost(SOON).untilAsserted(() -> assertAway(stack, "Cassandra"));
      cassandra.start();
      await().atMost(SOON).until(() -> api.get(HISTORY).status() == 200);
      await().atMost(SOON).untilAsserted(() -> assertServed(stack));
    } finally {
      cassandra.close();
    }
  }

  private static boolean isDegraded(Api api) {
    return part(api).equals("degraded");
  }

  private static String part(Api api) {
    return api.get("/health").json().get("parts").get("cassandra").get("status").asString();
  }

  private static void assertServed(Stack stack) {
    for (String path : NEED_CASSANDRA) {
      // Nobody has a score in that period.
      assertThat(stack.api().get(path).status()).as(path).isIn(200, 404);
    }
    assertThat(part(stack.api())).isEqualTo("up");
  }

  private static void assertAway(Stack stack, String reason) {
    Api api = stack.api();
    for (String path : NEED_CASSANDRA) {
      long begun = System.nanoTime();
      Answer away = api.get(path);
      long millis = (System.nanoTime() - begun) / 1_000_000;
      assertThat(away.status()).as(path).isEqualTo(503);
      assertThat(away.problem()).isEqualTo("unavailable");
      assertThat(away.header("Retry-After")).isEqualTo("1");
      assertThat(away.json().get("detail").asString()).contains(reason);
      assertThat(millis).as(path).isLessThan(2_500);
    }
    assertThat(api.get(TOP).status()).isEqualTo(200);
    assertThat(api.get("/v1/games/away/boards/d/top").status()).isEqualTo(200);
    Answer health = api.get("/health");
    assertThat(health.status()).isEqualTo(200);
    assertThat(health.json().get("status").asString()).isEqualTo("degraded");
    assertThat(part(api)).isEqualTo("degraded");
    assertThat(stack.management().get("/actuator/health/readiness").status()).isEqualTo(200);
  }
}
