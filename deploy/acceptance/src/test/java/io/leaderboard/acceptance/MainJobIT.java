package io.leaderboard.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;
import tools.jackson.databind.JsonNode;

/**
 * The main job on the real stack: scores go in over HTTP and come back as top-K and rank, whatever
 * is killed while they flow.
 */
class MainJobIT {
  private static final Duration LEVEL = Duration.ofSeconds(90);
  private static final List<String> BOARDS = List.of("best", "asc", "sum", "count", "last");
  private static final String DEFINITION =
      """
      {"decimals":1,"boards":[
        {"id":"best"},{"id":"asc","order":"asc"},{"id":"sum","aggregation":"sum"},
        {"id":"count","aggregation":"count"},{"id":"last","aggregation":"last"}]}""";

  @Test
  void aScoreComesBackOverBothApisAndAClosedSeasonFromTheArchive(@TempDir Path logs)
      throws Exception {
    try (TestStack stack = new TestStack(logs)) {
      aScoreComesBackOverBothApis(stack);
      new ClosedSeason(stack).comesBackFromTheArchive();
      new AnnouncedMonth(stack.ingestApi(), stack.queryApi()).staysAsItWasAnnounced();
      // Last: without a browser the test is reported as skipped, and nothing of it is left out.
      new LivePage(stack.ingestApi(), stack.queryApi()).showsASubmitWithinTwoSeconds();
    } catch (TestAbortedException e) {
      throw e;
    } catch (AssertionError | RuntimeException e) {
      Logs.print(logs);
      throw e;
    }
  }

  @Test
  void bothStoresHoldTheFoldWhateverIsKilledWhileScoresFlow(@TempDir Path logs) throws Exception {
    try (TestStack stack = new TestStack(logs)) {
      survivesKills(stack);
      theOperatorsCommandsSayTheSame(stack, logs);
    } catch (AssertionError | RuntimeException e) {
      Logs.print(logs);
      throw e;
    }
  }

  private static void aScoreComesBackOverBothApis(TestStack stack) {
    Api ingest = stack.ingestApi();
    Api query = stack.queryApi();
    for (String user : List.of("ann", "b/ö {x}:y 🎯")) {
      Api.Answer accepted =
          ingest.post("/v1/games/first/scores", "{\"userId\":\"%s\",\"score\":12}".formatted(user));
      assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
      String position = accepted.json().get("position").asString();
      String path = URLEncoder.encode(user, StandardCharsets.UTF_8).replace("+", "%20");
      // A read waits two seconds at most; on a busy machine the answer may say that it is stale.
      Api.Answer entry =
          await(user)
              .atMost(LEVEL)
              .until(
                  () ->
                      query.get(
                          "/v1/games/first/boards/all-time/users/" + path + "?after=" + position),
                  answer -> answer.status() == 200);
      assertThat(entry.json().get("rank").asInt()).isEqualTo(1);
      assertThat(entry.json().get("userId").asString()).isEqualTo(user);
      Api.Answer rank = query.get("/rank/" + path + "?gameId=first");
      assertThat(rank.json().get("rank").asInt()).as(rank.body()).isEqualTo(1);
    }
    JsonNode top = query.get("/topk?gameId=first&k=10").json();
    assertThat(top.size()).isEqualTo(2);
    assertThat(top.get(0).get("userId").asString()).isEqualTo("ann");
  }

  private static void survivesKills(TestStack stack) throws InterruptedException {
    long seed = new Random().nextLong();
    System.err.println("MainJobIT seed " + seed);
    Api.Answer defined = stack.ingestApi().put("/v1/games/faults", DEFINITION);
    assertThat(defined.status()).as(defined.body()).isEqualTo(201);
    List<String> users = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      users.add("user " + i + (i % 7 == 0 ? "/ö🎯" : ""));
    }
    try (Traffic traffic = new Traffic(stack.ingestApi(), "faults", users, seed, 3)) {
      Map<String, TestStack.Fault> faults = stack.faults();
      faults.forEach(
          (name, fault) -> {
            awaitMore(traffic, name);
            fault.kill().run();
            fault.start().run();
          });
      awaitMore(traffic, "all at once");
      faults.values().forEach(fault -> fault.kill().run());
      faults.values().forEach(fault -> fault.start().run());
      awaitMore(traffic, "the end");
      traffic.finish();
      stack.awaitReady();
      System.err.printf(
          "%d events acknowledged, %d requests sent again%n",
          traffic.acknowledgedCount(), traffic.failures());
      assertThat(traffic.failures()).isPositive();
      for (String board : BOARDS) {
        Map<String, BigDecimal> expected = ExpectedBoard.of(board, traffic.acknowledged());
        await(board + " in Redis")
            .atMost(LEVEL)
            .untilAsserted(
                () ->
                    assertThat(RedisBoard.read(stack.queryApi(), "faults", board))
                        .isEqualTo(expected));
        await(board + " in Cassandra")
            .atMost(LEVEL)
            .untilAsserted(
                () ->
                    assertThat(CassandraBoard.read(stack.cassandraAddress(), "faults", board))
                        .isEqualTo(expected));
      }
    }
  }

  /** Nothing differs, and Redis is the same whether it is filled from Cassandra or from the log. */
  private static void theOperatorsCommandsSayTheSame(TestStack stack, Path logs) throws Exception {
    String url = "--url=" + stack.redisProjectorUrl();
    Path output = logs.resolve("command.out");
    CommandLine compared = CommandLine.run(output, "verify", "--game", "faults", url);
    assertThat(compared.status()).as(compared.output()).isZero();
    assertThat(compared.output())
        .containsPattern("[1-9][0-9,]* standings are the same in Redis and in Cassandra");

    CommandLine restored =
        CommandLine.run(output, "rebuild", "--from", "standings", "--proof", url);
    assertThat(restored.status()).as(restored.output()).isZero();
    CommandLine replayed = CommandLine.run(output, "rebuild", "--proof", url);
    assertThat(replayed.status()).as(replayed.output()).isZero();
    assertThat(digests(restored)).hasSize(BOARDS.size()).isEqualTo(digests(replayed));
  }

  private static List<String> digests(CommandLine rebuilt) {
    return rebuilt.output().lines().filter(line -> line.contains(" users ")).toList();
  }

  /** Scores flow again: a good number was acknowledged since the last fault. */
  private static void awaitMore(Traffic traffic, String fault) {
    int before = traffic.acknowledgedCount();
    await("scores flow before " + fault)
        .atMost(LEVEL)
        .until(() -> traffic.acknowledgedCount() > before + 600);
  }
}
