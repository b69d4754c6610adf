package io.leaderboard.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.topic.Position;
import io.leaderboard.events.topic.PositionToken;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.query.Api.Answer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Reads with {@code after}, lag and status, while the log grows and positions advance. */
class ReadYourWritesIT {
  private static final String TOP = "/v1/games/race/boards/b/top";

  private static Stack stack;
  private static Api api;
  private static BoardWriter boards;

  @BeforeAll
  static void start() {
    stack = new Stack();
    api = stack.api();
    boards = stack.boards("g1", 4).live();
    stack.define(TestGames.game("race", 0, TestGames.allTime("b", Order.DESC)));
  }

  @AfterAll
  static void end() {
    stack.close();
  }

  @Test
  void whoAsksForAGameAsSoonAsItIsDefinedIsNotToldThatThereIsNone() {
    List<CompletableFuture<List<Integer>>> clients = new ArrayList<>();
    // A thread for each of 20 clients: they write and ask while others do.
    ExecutorService threads = Executors.newFixedThreadPool(20);
    try {
      for (int client = 0; client < 20; client++) {
        String prefix = "fresh" + client + "-";
        clients.add(
            CompletableFuture.supplyAsync(
                () -> IntStream.range(0, 10).mapToObj(i -> defineAndAsk(prefix + i)).toList(),
                threads));
      }
      assertThat(clients).allSatisfy(client -> assertThat(client.join()).containsOnly(200));
    } finally {
      threads.shutdownNow();
    }
    for (String path : List.of("", "/boards/b/top", "/users/ann", "/users/ann/finishes")) {
      assertThat(api.get("/v1/games/never" + path).problem()).as(path).isEqualTo("unknown-game");
    }
  }

  /** The status of the first answer about a game that Kafka has just acknowledged. */
  private static int defineAndAsk(String id) {
    GameDefinition game = TestGames.game(id, 0, TestGames.allTime("b", Order.DESC));
    stack.write(new GameDefined(game, 0, 0));
    List<String> paths =
        List.of("/v1/games/" + id, "/v1/games/" + id + "/boards/b/top", "/topk?gameId=" + id);
    return api.get(paths.get(Math.floorMod(id.hashCode(), paths.size()))).status();
  }

  @Test
  void aReadWaitsUntilThePositionIsAppliedAndThenReadsAfresh() {
    Position mine = write("waits");
    boards.applied(mine.partition(), mine.offset() - 1);
    RedisCalls calls = RedisCalls.of(boards);
    long before = calls.hashes();
    long begun = System.nanoTime();
    List<CompletableFuture<Answer>> waiting = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      waiting.add(api.ask("/rank/waits?gameId=race&after=" + mine));
    }
    await().during(java.time.Duration.ofMillis(500)).until(() -> noneIsDone(waiting));
    long millis = (System.nanoTime() - begun) / 1_000_000;
    // Positions every 5 ms for all who wait, and which generation is live every 50 ms.
    assertThat(calls.hashes() - before).isBetween(2L, millis / 5 + millis / 50 + 10);
    boards.put("race", "b", "waits", -7);
    boards.applied(boards.bucket("race", "b"), mine.partition(), mine.offset());
    for (CompletableFuture<Answer> each : waiting) {
      Answer answer = each.join();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Leaderboard-Stale")).isEmpty();
      assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }
  }

  @Test
  void aPositionThatIsNotReachedInTimeIsSaid() {
    Position mine = write("stale");
    boards.applied(mine.partition(), mine.offset() - 1);
    long begun = System.nanoTime();
    Answer answer = api.get(TOP + "?after=" + mine);
    assertThat((System.nanoTime() - begun) / 1_000_000).isBetween(1_900L, 4_000L);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Leaderboard-Stale")).isEqualTo("true");
    assertThat(Long.parseLong(answer.header("Leaderboard-Lag-Ms"))).isGreaterThan(1_000);
    assertThat(answer.header("ETag")).isEmpty();
  }

  @Test
  void everyRouteOfABoardWaitsAndSaysThatItWaitedInVain() {
    boards.put("race", "b", "ann", -5);
    Position mine = write("every");
    boards.applied(mine.partition(), mine.offset() - 1);
    String board = "/v1/games/race/boards/b";
    Map<String, CompletableFuture<Answer>> asked = new LinkedHashMap<>();
    for (String path :
        List.of(
            "/topk?gameId=race&after=",
            "/rank/ann?gameId=race&after=",
            board + "/users/ann?after=",
            board + "/user?userId=ann&after=",
            board + "/users/ann/around?after=",
            board + "/users/nobody?after=",
            board + "/rank-of?score=1&after=",
            board + "/periods?after=",
            "/v1/games/race/users/ann?after=")) {
      asked.put(path, api.ask(path + mine));
    }
    asked.put("ranks", api.askPosting(board + "/ranks?after=" + mine, "{\"userIds\":[\"ann\"]}"));
    await().during(java.time.Duration.ofMillis(500)).until(() -> noneIsDone(asked.values()));
    asked.forEach(
        (path, answer) -> {
          assertThat(answer.join().status())
              .as(path)
              .isEqualTo(path.contains("nobody") ? 404 : 200);
          assertThat(answer.join().header("Leaderboard-Stale")).as(path).isEqualTo("true");
        });
  }

  @Test
  void whatIsAppliedAlreadyIsAnsweredAtOnce() {
    Position mine = write("done");
    boards.applied(mine.partition(), mine.offset());
    Answer answer = api.get(TOP + "?after=" + mine + "," + mine);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Leaderboard-Stale")).isEmpty();
  }

  @Test
  void aPositionOfAnotherLogIsRefusedAndNotTakenForReached() {
    Position mine = write("marked");
    boards.applied(mine.partition(), mine.offset());
    String topicId = stack.topicId();
    Answer ours = api.get(TOP + "?after=" + PositionToken.of(mine, topicId));
    assertThat(ours.status()).isEqualTo(200);
    // Of a log that held as much, before the topic was created anew.
    String other =
        topicId.charAt(0) == 'A' ? "B" + topicId.substring(1) : "A" + topicId.substring(1);
    Answer theirs = api.get(TOP + "?after=" + PositionToken.of(mine, other));
    assertThat(theirs.status()).isEqualTo(400);
    assertThat(theirs.json().path("field").asString()).isEqualTo("after");
    assertThat(theirs.json().path("detail").asString()).contains("is of another one");
  }

  @Test
  void thePositionThatWasWrittenAMomentAgoIsNeverTakenForOneBeyondTheEnd() {
    for (int i = 0; i < 30; i++) {
      Position mine = write("new-" + i);
      boards.applied(mine.partition(), mine.offset());
      assertThat(api.get(TOP + "?after=" + mine).status()).isEqualTo(200);
      Position beyond = new Position(mine.partition(), mine.offset() + 1);
      assertThat(api.get(TOP + "?after=" + beyond).status()).isEqualTo(400);
    }
  }

  @Test
  void aReadThatWaitsFollowsASwitchToAnotherGeneration() {
    Position mine = write("switch");
    BoardWriter next = stack.boards("g2", 2);
    next.put("race", "b", "switch", -9).applied(mine.partition(), mine.offset());
    boards.live().applied(mine.partition(), mine.offset() - 1);
    CompletableFuture<Answer> waiting =
        CompletableFuture.supplyAsync(() -> api.get("/rank/switch?gameId=race&after=" + mine));
    await().during(java.time.Duration.ofMillis(100)).until(() -> !waiting.isDone());
    next.live();
    Answer answer = waiting.join();
    boards.live();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Leaderboard-Generation")).isEqualTo("g2");
    assertThat(answer.header("Leaderboard-Stale")).isEmpty();
  }

  @Test
  void theStatusComparesPositionsWithTheEndOfTheLog() {
    Position mine = write("status");
    boards.applied(mine.partition(), mine.offset());
    // One bucket behind is the whole projector behind.
    boards.applied(1, mine.partition(), mine.offset() - 1);
    await()
        .untilAsserted(
            () -> {
              JsonNode status = api.get("/v1/status").json();
              assertThat(status.get("generation").asString()).isEqualTo("g1");
              JsonNode projector = status.get("projectors").get(0);
              assertThat(projector.get("name").asString()).isEqualTo("redis-projector");
              assertThat(projector.get("partitions").size()).isEqualTo(Stack.PARTITIONS);
              JsonNode partition = projector.get("partitions").get(mine.partition());
              assertThat(partition.get("end").asLong()).isEqualTo(mine.offset() + 1);
              assertThat(partition.path("position").asLong(-1)).isEqualTo(mine.offset() - 1);
              assertThat(partition.get("lagRecords").asLong()).isEqualTo(1);
              assertThat(partition.get("lagMs").asLong()).isPositive();
            });
  }

  @Test
  void theStatusTellsWhatTheCassandraProjectorHasCommitted() throws Exception {
    Position mine = write("committed");
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", stack.kafka().address().bootstrapServers()))) {
      admin
          .alterConsumerGroupOffsets(
              "cassandra-projector",
              Map.of(
                  new TopicPartition(Topics.SCORE_EVENTS, mine.partition()),
                  new OffsetAndMetadata(mine.offset())))
          .all()
          .get();
    }
    await()
        .untilAsserted(
            () -> {
              JsonNode projector = api.get("/v1/status").json().get("projectors").get(1);
              assertThat(projector.get("name").asString()).isEqualTo("cassandra-projector");
              JsonNode partition = projector.get("partitions").get(mine.partition());
              assertThat(partition.get("end").asLong()).isEqualTo(mine.offset() + 1);
              assertThat(partition.path("position").asLong(-1)).isEqualTo(mine.offset() - 1);
              assertThat(partition.get("lagRecords").asLong()).isEqualTo(1);
            });
  }

  private static boolean noneIsDone(Collection<CompletableFuture<Answer>> waiting) {
    return waiting.stream().noneMatch(CompletableFuture::isDone);
  }

  private static Position write(String user) {
    return stack.write(new ScoreEvent(user, "race", user, 7, 0, Map.of(), 0, 0, null, Map.of()));
  }
}
