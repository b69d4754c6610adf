package io.leaderboard.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Closing;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Season;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.topic.Position;
import io.leaderboard.query.Api.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Boards of other kinds than the simplest, over HTTP. */
class EveryBoardIT {
  private static final String GAME = "/v1/games/every";
  private static final BoardDefinition FIRST =
      TestGames.board("first", Aggregation.BEST, Order.ASC, Ties.EARLIEST, 1);
  private static final BoardDefinition WIDE =
      TestGames.board("wide", Aggregation.SUM, Order.DESC, Ties.SHARED, 5);
  private static final BoardDefinition DAILY =
      BoardDefinition.withDefaults("daily", PeriodKind.DAILY);
  private static final BoardDefinition PAST =
      new BoardDefinition(
          "past",
          Aggregation.SUM,
          Order.DESC,
          "score",
          PeriodKind.SEASONS,
          List.of(season("Z-1990", "1990"), season("A-1991", "1991"), season("M-1992", "1992")),
          Ties.SHARED,
          3,
          2);

  /** When most scores were reached. */
  static final long AT = Instant.parse("2026-11-21T10:00:00.250Z").toEpochMilli();

  private static String today = "";

  private static Stack stack;
  private static Api api;
  private static BoardWriter boards;

  @BeforeAll
  static void fillAGeneration() {
    today = LocalDate.now(ZoneOffset.UTC).toString();
    stack = new Stack();
    api = stack.api();
    boards = stack.boards("g1", 4).live();
    stack.define(game("every", Closing.MANUAL, FIRST, WIDE, DAILY, PAST));
    stack.define(game("crowd", Closing.MANUAL, FIRST));
    for (int i = 0; i < 300; i++) {
      boards.put("crowd", FIRST, "all-time", "c" + i, i, AT);
    }
    boards.put("every", FIRST, "all-time", "ann", 125, AT + 1);
    boards.put("every", FIRST, "all-time", "bob", 125, AT);
    boards.put("every", FIRST, "all-time", "cid", 130, AT);
    for (int i = 1; i <= 20; i++) {
      boards.put("every", WIDE, "all-time", "u" + i, i / 2 * 10L, AT);
    }
    boards.put("every", DAILY, today, "ann", 10, AT);
    boards.put("every", DAILY, "2025-03-01", "bob", 20, AT);
    boards.put("every", DAILY, "2025-02-28", "bob", 20, AT);
    boards.put("every", DAILY, "1990-02-28", "bob", 20, AT);
    for (Season season : PAST.seasons()) {
      boards.put("every", PAST, season.name(), "ann", 10, season.start());
      boards.put("every", PAST, season.name(), "bob", 20, season.start());
    }
  }

  @AfterAll
  static void end() {
    stack.close();
  }

  @Test
  void whoWasFirstIsAheadAndSaysWhen() {
    assertThat(api.get(board("first") + "/top?limit=2").body())
        .startsWith(
            "{\"gameId\":\"every\",\"boardId\":\"first\",\"period\":\"all-time\","
                + "\"state\":\"open\",\"total\":3,\"items\":["
                + "{\"rank\":1,\"userId\":\"bob\",\"score\":12.5,"
                + "\"reachedAt\":\"2026-11-21T10:00:00.250Z\"},"
                + "{\"rank\":2,\"userId\":\"ann\",\"score\":12.5,"
                + "\"reachedAt\":\"2026-11-21T10:00:00.251Z\"}],\"next\":\"");
    assertThat(api.get(board("first") + "/users/ann").body())
        .isEqualTo(
            "{\"rank\":2,\"userId\":\"ann\",\"score\":12.5,"
                + "\"reachedAt\":\"2026-11-21T10:00:00.251Z\",\"total\":3,\"percentile\":66.6}");
    assertThat(api.get("/rank/ann?gameId=every").body())
        .isEqualTo("{\"userId\":\"ann\",\"rank\":2}");
  }

  @Test
  void aCursorOfAnotherKindOfBoardIsRefused() {
    String next = api.get(board("first") + "/top?limit=1").json().get("next").asString();
    Answer refused = api.get(board("wide") + "/top?cursor=" + next);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("field").asString()).isEqualTo("cursor");
  }

  @Test
  void aUserIsShownInTheMiddleOfTheNeighbours() {
    assertThat(api.get(board("first") + "/users/ann/around?radius=1").body())
        .isEqualTo(
            "{\"gameId\":\"every\",\"boardId\":\"first\",\"period\":\"all-time\","
                + "\"state\":\"open\",\"total\":3,\"items\":["
                + "{\"rank\":1,\"userId\":\"bob\",\"score\":12.5,"
                + "\"reachedAt\":\"2026-11-21T10:00:00.250Z\"},"
                + "{\"rank\":2,\"userId\":\"ann\",\"score\":12.5,"
                + "\"reachedAt\":\"2026-11-21T10:00:00.251Z\"},"
                + "{\"rank\":3,\"userId\":\"cid\",\"score\":13,"
                + "\"reachedAt\":\"2026-11-21T10:00:00.250Z\"}]}");
    Answer wide = api.get(board("wide") + "/users/u10/around?radius=2");
    assertThat(wide.json().get("items").toString())
        .isEqualTo(
            "[{\"rank\":8,\"userId\":\"u12\",\"score\":6},"
                + "{\"rank\":8,\"userId\":\"u13\",\"score\":6},"
                + "{\"rank\":10,\"userId\":\"u10\",\"score\":5},"
                + "{\"rank\":10,\"userId\":\"u11\",\"score\":5},"
                + "{\"rank\":12,\"userId\":\"u8\",\"score\":4}]");
    Answer nobody = api.get(board("wide") + "/users/nobody/around");
    assertThat(nobody.status()).isEqualTo(404);
    assertThat(nobody.problem()).isEqualTo("not-ranked");
    assertThat(nobody.header("Leaderboard-Generation")).isEqualTo("g1");
  }

  @Test
  void friendsAreRankedAmongThemselvesAndOverall() {
    Answer friends =
        api.post(
            board("wide") + "/ranks", "{\"userIds\":[\"u2\",\"nobody\",\"u20\",\"u3\",\"x\"]}");
    assertThat(friends.status()).isEqualTo(200);
    assertThat(friends.header("Cache-Control")).isEqualTo("no-store");
    assertThat(friends.body())
        .isEqualTo(
            "{\"items\":[{\"rank\":1,\"userId\":\"u20\",\"score\":10,\"rankAmong\":1},"
                + "{\"rank\":18,\"userId\":\"u2\",\"score\":1,\"rankAmong\":2},"
                + "{\"rank\":18,\"userId\":\"u3\",\"score\":1,\"rankAmong\":2}],"
                + "\"missing\":[\"nobody\",\"x\"]}");
  }

  @Test
  void asManyFriendsAsMayBeAskedForAreAllFound() {
    String ids =
        IntStream.range(0, 500).mapToObj(i -> "\"c" + i + '"').collect(Collectors.joining(","));
    JsonNode friends =
        api.post("/v1/games/crowd/boards/first/ranks", "{\"userIds\":[" + ids + "]}").json();
    assertThat(friends.path("items").valueStream().map(item -> item.path("userId").asString()))
        .containsExactlyElementsOf(IntStream.range(0, 300).mapToObj(i -> "c" + i).toList());
    assertThat(friends.path("items").valueStream().map(item -> item.path("rank").asInt()))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 300).boxed().toList());
    assertThat(friends.path("missing").valueStream().map(JsonNode::asString))
        .containsExactlyElementsOf(IntStream.range(300, 500).mapToObj(i -> "c" + i).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | body",
        "{} | userIds",
        "{\"userIds\":[]} | userIds",
        "{\"userIds\":\"ann\"} | userIds",
        "{\"userIds\":[1]} | userIds[0]",
        "{\"userIds\":[\"a\",\"\"]} | userIds[1]",
        "{\"userIds\":[\"a\",\"a\"]} | userIds[1]",
        "{\"userIds\":[\"..\"]} | userIds[0]",
        "{\"userIds\":[\"\\ud800\"]} | userIds[0]",
        "{\"userIds\":[\"a\"],\"more\":1} | more"
      })
  void friendsThatAreNotAllowedAreRefusedByName(String body, String field) {
    Answer refused = api.post(board("wide") + "/ranks", body);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("field").asString()).isEqualTo(field);
  }

  @Test
  void bodiesThatCannotBeReadAreProblems() {
    String path = board("wide") + "/ranks";
    for (String body : List.of("", "{", "{}{}", "{\"userIds\":[\"a\"],\"userIds\":[\"b\"]}")) {
      Answer refused = api.post(path, body);
      assertThat(refused.status()).as(body).isEqualTo(400);
      assertThat(refused.problem()).as(body).isEqualTo("invalid-body");
    }
    StringBuilder many = new StringBuilder("{\"userIds\":[\"u0\"");
    for (int i = 1; i <= 500; i++) {
      many.append(",\"u").append(i).append('"');
    }
    assertThat(api.post(path, many + "]}").status()).isEqualTo(400);
    assertThat(api.post(path, "{\"userIds\":[\"" + "x".repeat(1_000_000)).status()).isEqualTo(413);
    assertThat(api.get(path).status()).isEqualTo(405);
    assertThat(api.send("POST", path, "Content-Type", "text/plain").status()).isEqualTo(415);
  }

  @Test
  void aNewScoreIsToldItsRank() {
    assertThat(api.get(board("wide") + "/rank-of?score=10").body())
        .isEqualTo("{\"rank\":1,\"total\":20}");
    assertThat(api.get(board("wide") + "/rank-of?score=9.5").body())
        .isEqualTo("{\"rank\":2,\"total\":20}");
    assertThat(api.get(board("wide") + "/rank-of?score=-1e3").body())
        .isEqualTo("{\"rank\":21,\"total\":20}");
    // Lower is better here, and an equal score comes too late.
    assertThat(api.get(board("first") + "/rank-of?score=12.5").body())
        .isEqualTo("{\"rank\":3,\"total\":3}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rank-of",
        "rank-of?score=",
        "rank-of?score=abc",
        "rank-of?score=NaN",
        "rank-of?score=1.25",
        "rank-of?score=1e400",
        "rank-of?score=%2B1",
        "rank-of?score=9007199254740992",
        "rank-of?score=0x10",
        "rank-of?score=1e999"
      })
  void aScoreThatIsNotAllowedIsRefused(String path) {
    Answer refused = api.get(board("wide") + "/" + path);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("field").asString()).isEqualTo("score");
  }

  @Test
  void aUserIsShownOnAllBoardsInTheirNewestPeriods() {
    assertThat(api.get(GAME + "/users/ann").body())
        .isEqualTo(
            "{\"userId\":\"ann\",\"boards\":[{\"boardId\":\"first\",\"period\":\"all-time\","
                + "\"state\":\"open\",\"rank\":2,\"userId\":\"ann\",\"score\":12.5,"
                + "\"reachedAt\":\"2026-11-21T10:00:00.251Z\"},"
                + "{\"boardId\":\"daily\",\"period\":\""
                + today
                + "\",\"state\":\"open\",\"rank\":1,\"userId\":\"ann\",\"score\":1},"
                + "{\"boardId\":\"past\",\"period\":\"M-1992\",\"state\":\"ended\","
                + "\"rank\":2,\"userId\":\"ann\",\"score\":1}]}");
    assertThat(api.get(GAME + "/users/nobody").body())
        .isEqualTo("{\"userId\":\"nobody\",\"boards\":[]}");
    assertThat(api.get("/v1/games/nope/users/ann").problem()).isEqualTo("unknown-game");
  }

  @Test
  void gamesSayHowManyUsersAreOnTheirBoards() {
    for (var game :
        List.of(
            api.get(GAME).json(),
            api.get("/v1/games?cursor=ZQ&limit=1000").json().get("items").get(0))) {
      assertThat(game.get("gameId").asString()).isEqualTo("every");
      assertThat(game.get("boards").get(0).get("users").asLong()).isEqualTo(3);
      assertThat(game.get("boards").get(1).get("users").asLong()).isEqualTo(20);
      assertThat(game.get("boards").get(2).get("users").asLong()).isEqualTo(1);
      assertThat(game.get("boards").get(3).get("users").asLong()).isEqualTo(2);
    }
  }

  @Nested
  class Switches extends SwitchesOfBoards {
    Switches() {
      super(stack, boards);
    }
  }

  @Test
  void afterWaitsForAllBucketsOfABoardWithShards() {
    Position mine =
        stack.write(new ScoreEvent("e", "every", "new", 7, 0, Map.of(), 0, 0, null, Map.of()));
    boards.applied(mine.partition(), mine.offset() - 1);
    boards.applied(0, mine.partition(), mine.offset());
    CompletableFuture<Answer> waiting =
        CompletableFuture.supplyAsync(() -> api.get(board("wide") + "/users/u1?after=" + mine));
    await().during(Duration.ofMillis(200)).until(() -> !waiting.isDone());
    boards.applied(mine.partition(), mine.offset());
    assertThat(waiting.join().header("Leaderboard-Stale")).isEmpty();
  }

  @Nested
  class Periods extends PeriodsOfBoards {
    Periods() {
      super(stack, boards, today);
    }
  }

  static String board(String id) {
    return GAME + "/boards/" + id;
  }

  private static Season season(String name, String year) {
    return new Season(
        name,
        Instant.parse(year + "-01-01T00:00:00Z").toEpochMilli(),
        Instant.parse(year + "-12-31T00:00:00Z").toEpochMilli());
  }

  static GameDefinition game(String id, Closing closing, BoardDefinition... boards) {
    return new GameDefinition(
        id,
        "",
        "",
        true,
        1,
        ZoneId.of("UTC"),
        closing,
        GameDefinition.DEFAULT_LATENESS,
        null,
        null,
        List.of(boards));
  }
}
