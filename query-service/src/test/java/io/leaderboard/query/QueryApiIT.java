package io.leaderboard.query;

import static io.leaderboard.query.Api.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.user.UserProfile;
import io.leaderboard.query.Api.Answer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Every route on a live generation that does not change. */
class QueryApiIT {
  /** The path of the board that most is asked of. */
  static final String MAIN = "/v1/games/chess/boards/all-time";

  private static Stack stack;
  private static Api api;
  private static BoardWriter boards;

  @BeforeAll
  static void fillAGeneration() {
    stack = new Stack();
    api = stack.api();
    boards = stack.boards("g1", 4).live();
    stack.define(
        TestGames.game(
            "chess",
            0,
            TestGames.allTime("all-time", Order.DESC),
            BoardDefinition.withDefaults("daily", PeriodKind.DAILY),
            TestGames.board("first", Aggregation.BEST, Order.DESC, Ties.EARLIEST, 1),
            TestGames.board("wide", Aggregation.BEST, Order.DESC, Ties.SHARED, 4)));
    stack.define(TestGames.game("empty", 0, TestGames.allTime("only", Order.DESC)));
    boards.put("chess", "all-time", "ann", -30);
    boards.put("chess", "all-time", "bob", -20);
    boards.put("chess", "all-time", "cid", -20);
    boards.put("chess", "all-time", "dan", -10);
  }

  @AfterAll
  static void end() {
    stack.close();
  }

  @Test
  void theTopIsAPageWithRanksAndTotal() {
    Answer top = api.get(MAIN + "/top?limit=3");
    assertThat(top.status()).isEqualTo(200);
    assertThat(top.body())
        .startsWith(
            "{\"gameId\":\"chess\",\"boardId\":\"all-time\",\"period\":\"all-time\","
                + "\"state\":\"open\",\"total\":4,\"items\":["
                + "{\"rank\":1,\"userId\":\"ann\",\"score\":30},"
                + "{\"rank\":2,\"userId\":\"bob\",\"score\":20},"
                + "{\"rank\":2,\"userId\":\"cid\",\"score\":20}],\"next\":\"");
    Answer rest = api.get(MAIN + "/top?cursor=" + top.json().get("next").asString());
    assertThat(rest.body()).endsWith("\"items\":[{\"rank\":4,\"userId\":\"dan\",\"score\":10}]}");
  }

  @Test
  void theShortRoutesReadTheMainBoard() {
    assertThat(api.get("/topk?gameId=chess&k=2").body())
        .isEqualTo("[{\"userId\":\"ann\",\"score\":30},{\"userId\":\"bob\",\"score\":20}]");
    assertThat(api.get("/rank/cid?gameId=chess").body())
        .isEqualTo("{\"userId\":\"cid\",\"rank\":2}");
    assertThat(api.get("/topk?gameId=empty").body()).isEqualTo("[]");
    Answer nobody = api.get("/rank/nobody?gameId=chess");
    assertThat(nobody.status()).isEqualTo(404);
    assertThat(nobody.problem()).isEqualTo("not-ranked");
  }

  @Test
  void aUserIsAnsweredWithTotalAndPercentileByPathAndByParameter() {
    for (String path : List.of("/users/bob", "/user?userId=bob", "/users/bob?period=all-time")) {
      Answer bob = api.get(MAIN + path);
      assertThat(bob.status()).isEqualTo(200);
      assertThat(bob.body())
          .isEqualTo(
              "{\"rank\":2,\"userId\":\"bob\",\"score\":20,\"total\":4,\"percentile\":75.0}");
      assertThat(bob.header("Cache-Control")).isEqualTo("no-store");
    }
  }

  /**
   * Where the earliest is ahead a member is a time and a user id, and such a text may be a user id
   * as well.
   */
  @Test
  void aUserWhoseIdIsAnothersTimeAndIdIsNotRanked() {
    BoardDefinition first = TestGames.board("first", Aggregation.BEST, Order.ASC, Ties.EARLIEST, 1);
    stack.define(TestGames.game("mimic", 0, first));
    boards.put("mimic", first, "all-time", "bob", 1, 9_177_420_897_825L);
    String path = "/v1/games/mimic/boards/first";
    String mimic = "0abcdefgh1bob";
    for (String of :
        List.of(
            path + "/users/" + mimic,
            path + "/user?userId=" + mimic,
            path + "/users/" + mimic + "/around",
            "/rank/" + mimic + "?gameId=mimic")) {
      Answer refused = api.get(of);
      assertThat(refused.status()).as(of).isEqualTo(404);
      assertThat(refused.problem()).as(of).isEqualTo("not-ranked");
    }
    assertThat(api.get("/v1/games/mimic/users/" + mimic).json().get("boards").size()).isZero();
    assertThat(api.post(path + "/ranks", "{\"userIds\":[\"" + mimic + "\",\"bob\"]}").body())
        .isEqualTo(
            "{\"items\":[{\"rank\":1,\"userId\":\"bob\",\"score\":1,"
                + "\"reachedAt\":\"2260-10-27T03:34:57.825Z\",\"rankAmong\":1}],"
                + "\"missing\":[\"0abcdefgh1bob\"]}");
  }

  @Test
  void ranksAndPagesOfRandomBoardsAreThoseOfAPlainCount() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 12; round++) {
      boolean desc = random.nextBoolean();
      int decimals = random.nextInt(7);
      String game = "random-" + round;
      stack.define(
          TestGames.game(game, decimals, TestGames.allTime("b", desc ? Order.DESC : Order.ASC)));
      NaiveBoard board = new NaiveBoard(desc);
      int size = 1 + random.nextInt(80);
      for (int i = 0; i < size; i++) {
        long value =
            random.nextInt(4) == 0
                ? random.nextLong(-999_999_999_999_999L, 1_000_000_000_000_000L)
                : random.nextInt(21) - 10;
        board.put("u" + i, value);
        boards.put(game, "b", "u" + i, desc ? -value : value);
      }
      String path = "/v1/games/" + game + "/boards/b";
      List<String> seen = new ArrayList<>();
      String next = "";
      do {
        JsonNode page =
            api.get(path + "/top?limit=" + (1 + random.nextInt(9)) + "&cursor=" + next).json();
        if (next.isEmpty()) {
          page = api.get(path + "/top?limit=" + (1 + random.nextInt(9))).json();
        }
        for (JsonNode entry : page.get("items")) {
          String user = entry.get("userId").asString();
          seen.add(user);
          assertThat(entry.get("rank").asLong()).as("seed %d", seed).isEqualTo(board.rank(user));
          assertThat(entry.get("score").decimalValue())
              .as("seed %d", seed)
              .isEqualByComparingTo(BigDecimal.valueOf(board.values().get(user), decimals));
        }
        next = page.path("next").asString("");
      } while (!next.isEmpty());
      assertThat(seen).as("seed %d", seed).isEqualTo(board.order());
      String someone = seen.get(random.nextInt(seen.size()));
      assertThat(api.get(path + "/users/" + someone).json().get("rank").asLong())
          .as("seed %d", seed)
          .isEqualTo(board.rank(someone));
    }
  }

  @Test
  void scoresAreExactDecimalsWithoutExponents() {
    stack.define(TestGames.game("exact", 6, TestGames.allTime("b", Order.DESC)));
    boards.put("exact", "b", "tiny", -1);
    boards.put("exact", "b", "huge", -999_999_999_999_999L);
    boards.put("exact", "b", "low", 999_999_999_999_999L);
    boards.put("exact", "b", "whole", -120_000_000);
    boards.put("exact", "b", "zero", 0);
    assertThat(api.get("/topk?gameId=exact").body())
        .isEqualTo(
            "[{\"userId\":\"huge\",\"score\":999999999.999999},"
                + "{\"userId\":\"whole\",\"score\":120},"
                + "{\"userId\":\"tiny\",\"score\":0.000001},"
                + "{\"userId\":\"zero\",\"score\":0},"
                + "{\"userId\":\"low\",\"score\":-999999999.999999}]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b",
        "a:b",
        "{a}",
        "a b",
        "😀🎲",
        "a;b=c",
        "a+b",
        "100%",
        "..a",
        "a?b#c",
        "é",
        "e\u0301",
        "\"quoted\"",
        "a,b",
        "\\",
        "{x}.b0"
      })
  void aUserIdOfAnyCharactersSurvivesTheWay(String user) {
    stack.define(TestGames.game("ids", 0, TestGames.allTime("b", Order.DESC)));
    boards.put("ids", "b", user, -5);
    String board = "/v1/games/ids/boards/b";
    for (String path :
        List.of(
            board + "/users/" + encoded(user),
            board + "/user?userId=" + encoded(user),
            "/rank/" + encoded(user) + "?gameId=ids")) {
      Answer found = api.get(path);
      assertThat(found.status()).as(path).isEqualTo(200);
      assertThat(found.json().get("userId").asString()).isEqualTo(user);
    }
  }

  @Test
  void aSemicolonIsPartOfTheIdAlsoUnencoded() {
    assertThat(api.get(MAIN + "/users/ann;x").status()).isEqualTo(404);
    assertThat(api.get(MAIN + "/users/ann;x").problem()).isEqualTo("not-ranked");
  }

  @Test
  void gamesAreListedPageByPageAndOneHasTheNumberOfUsersOnItsBoards() {
    GameDefinition retired =
        new GameDefinition(
            "zz-retired",
            "Retired",
            "",
            false,
            2,
            java.time.ZoneId.of("Europe/Paris"),
            io.leaderboard.events.game.Closing.MANUAL,
            java.time.Duration.ofHours(1),
            new BigDecimal("-1.5"),
            new BigDecimal("100"),
            List.of(
                new BoardDefinition(
                    "by-year",
                    Aggregation.SUM,
                    Order.ASC,
                    "score",
                    PeriodKind.SEASONS,
                    List.of(new io.leaderboard.events.game.Season("1970", 0, 31_536_000_000L)),
                    Ties.SHARED,
                    3,
                    1)));
    stack.define(retired);
    List<String> ids = new ArrayList<>();
    String next = "";
    do {
      JsonNode page =
          api.get("/v1/games?limit=2" + (next.isEmpty() ? "" : "&cursor=" + next)).json();
      page.get("items").forEach(game -> ids.add(game.get("gameId").asString()));
      next = page.path("next").asString("");
    } while (!next.isEmpty());
    assertThat(ids).contains("chess", "empty", "zz-retired").isSorted().doesNotHaveDuplicates();
    assertThat(api.get("/v1/games?active=false").body())
        .isEqualTo(
            "{\"items\":[{\"gameId\":\"zz-retired\",\"name\":\"Retired\",\"description\":\"\","
                + "\"active\":false,\"decimals\":2,\"timeZone\":\"Europe/Paris\","
                + "\"closing\":\"manual\",\"lateness\":\"PT1H\",\"minScore\":-1.5,"
                + "\"maxScore\":100,\"boards\":[{\"id\":\"by-year\",\"aggregation\":\"sum\","
                + "\"order\":\"asc\",\"metric\":\"score\",\"period\":\"seasons\",\"seasons\":"
                + "[{\"name\":\"1970\",\"start\":\"1970-01-01T00:00:00Z\","
                + "\"end\":\"1971-01-01T00:00:00Z\"}],\"ties\":\"shared\",\"retention\":3,"
                + "\"shards\":1}]}]}");
    JsonNode chess = api.get("/v1/games/chess").json();
    assertThat(chess.get("boards").get(0).get("users").asLong()).isEqualTo(4);
    assertThat(chess.get("boards").get(1).get("users").asLong()).isZero();
  }

  @Test
  void usersAreShownWithTheirNamesUntilTheyAreErased() {
    stack.define(TestGames.game("names", 0, TestGames.allTime("b", Order.DESC)));
    String board = "/v1/games/names/boards/b";
    boards.put("names", "b", "zoë", -5).put("names", "b", "plain", -4);
    stack.profile("zoë", new UserProfile("<b>Zoë</b> 🏆", "https://img.example/z.png", "FR"));
    stack.profile("broken", new byte[] {1, 2, 3});
    stack.profile("plain", new UserProfile("", "", ""));
    String entry =
        "{\"rank\":1,\"userId\":\"zoë\",\"displayName\":\"<b>Zoë</b> 🏆\","
            + "\"avatarUrl\":\"https://img.example/z.png\",\"country\":\"FR\",\"score\":5";
    await()
        .untilAsserted(
            () ->
                assertThat(api.get(board + "/top").body())
                    .contains(entry + "},{\"rank\":2,\"userId\":\"plain\",\"score\":4}"));
    String zoe = encoded("zoë");
    assertThat(api.get(board + "/users/" + zoe).body()).startsWith(entry);
    assertThat(api.get("/v1/games/names/users/" + zoe).body())
        .startsWith("{\"userId\":\"zoë\",\"displayName\":\"<b>Zoë</b> 🏆\",\"boards\":[{");
    assertThat(api.get(board + "/users/" + zoe + "/around").body()).contains(entry);
    assertThat(api.post(board + "/ranks", "{\"userIds\":[\"zoë\"]}").body()).contains(entry);
    stack.profile("zoë", (byte[]) null);
    await().until(() -> !api.get(board + "/top").body().contains("displayName"));
  }

  @Test
  void theServiceIsHealthyReadyAndMeasured() {
    Answer health = api.get("/health");
    assertThat(health.status()).isEqualTo(200);
    assertThat(health.json().get("status").asString()).isEqualTo("up");
    assertThat(health.json().get("parts").get("generation").get("detail").asString())
        .isEqualTo("g1");
    Api management = stack.management();
    await()
        .untilAsserted(
            () -> assertThat(management.get("/actuator/health/readiness").status()).isEqualTo(200));
    assertThat(management.get("/actuator/prometheus").body())
        .contains(
            "leaderboard_redis_connected 1.0",
            "leaderboard_reads_waits_seconds_count",
            "leaderboard_pages_hit_ratio",
            "leaderboard_pages_reads_total{",
            "leaderboard_profiles_known 0.0",
            "leaderboard_streams_open 0.0",
            "leaderboard_cassandra_connected",
            "leaderboard_log_silence_seconds");
  }

  @Nested
  class Refused extends RefusedReads {
    Refused() {
      super(api);
    }
  }

  @Nested
  class Headers extends HeadersOfAnswers {
    Headers() {
      super(stack, boards);
    }
  }

  @Nested
  class Cost extends CostOfReads {
    Cost() {
      super(stack, boards);
    }
  }

  @Nested
  class Flowing extends ReadsWhileScoresFlow {
    Flowing() {
      super(stack, boards);
    }
  }
}
