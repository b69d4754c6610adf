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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Every route on a live generation that does not change. */
class QueryApiIT {
  private static final String MAIN = "/v1/games/chess/boards/all-time";

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

  @ParameterizedTest
  @CsvSource({
    "/topk?gameId=chess&k=0, k",
    "/topk?gameId=chess&k=-1, k",
    "/topk?gameId=chess&k=abc, k",
    "/topk?gameId=chess&k=1000000, k",
    "/topk?gameId=chess&k=, k",
    "/topk?gameId=chess&k=1&k=2, k",
    "/topk?gameId=chess&k=99999999999999999999, k",
    "/topk, gameId",
    "/topk?gameId=, gameId",
    "/topk?gameId=a/b, gameId",
    "/rank/ann, gameId",
    "/rank/..?gameId=chess, userId",
    "/rank/%2E%2E?gameId=chess, userId",
    "/rank/.?gameId=chess, userId",
    "/rank/a%00b?gameId=chess, userId",
    "/v1/games/chess/boards/all-time/top?limit=0, limit",
    "/v1/games/chess/boards/all-time/top?limit=1001, limit",
    "/v1/games/chess/boards/all-time/top?limit=1.5, limit",
    "/v1/games/chess/boards/all-time/top?cursor=x, cursor",
    "/v1/games/chess/boards/all-time/top?cursor=AAAA, cursor",
    "/v1/games/chess/boards/all-time/top?cursor=%F0%9F%98%80, cursor",
    "/v1/games/chess/boards/all-time/top?period=2026-11-21, period",
    "/v1/games/chess/boards/all-time/top?period=none, period",
    "/v1/games/chess/boards/all-time/top?after=1, after",
    "/v1/games/chess/boards/all-time/top?after=-1:0, after",
    "/v1/games/chess/boards/all-time/top?after=0:-1, after",
    "/v1/games/chess/boards/all-time/top?after=x:y, after",
    "/v1/games/chess/boards/all-time/top?after=3:0, after",
    "'/v1/games/chess/boards/all-time/top?after=0:0,', after",
    "'/v1/games/chess/boards/all-time/top?after=0:0,1:0,2:0,0:1', after",
    "/v1/games/chess/boards/all-time/top?after=0:1000000, after",
    "/v1/games/chess/boards/all-time/user, userId",
    "/v1/games/chess/boards/all-time/user?userId=.., userId",
    "/v1/games/ch%20ess/boards/all-time/top, gameId",
    "/v1/games/chess;a/boards/all-time/top, gameId",
    "/v1/games/../boards/all-time/top, gameId",
    "/v1/games/chess/boards/%2E%2E/top, boardId",
    "/v1/games?limit=0, limit",
    "/v1/games?active=maybe, active",
    "/v1/games?cursor=?, cursor",
    "/v1/games/a%2Fb, gameId"
  })
  void whatIsNotAllowedIsRefusedByName(String path, String field) {
    Answer refused = api.get(path);
    assertThat(refused.status()).as(path).isEqualTo(400);
    assertThat(refused.problem()).isEqualTo("invalid-field");
    assertThat(refused.json().get("field").asString()).isEqualTo(field);
    assertThat(refused.json().get("detail").asString()).startsWith(field + " ");
    assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
  }

  @Test
  void idsThatAreTooLongAreRefused() {
    String longest = "x".repeat(128);
    assertThat(api.get(MAIN + "/users/" + longest).status()).isEqualTo(404);
    assertThat(api.get(MAIN + "/users/" + longest + "x").status()).isEqualTo(400);
    assertThat(api.get(MAIN + "/users/" + encoded("é".repeat(65))).status()).isEqualTo(400);
    assertThat(api.get("/topk?gameId=" + "g".repeat(65)).status()).isEqualTo(400);
    assertThat(api.get("/topk?gameId=" + "g".repeat(64)).problem()).isEqualTo("unknown-game");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%ED%A0%80", "%FF", "%C3", "%C0%AF"})
  void whatIsNoUtf8IsRefusedAndNotReadAsAnotherUser(String bytes) {
    for (String path :
        List.of(
            MAIN + "/users/" + bytes,
            MAIN + "/user?userId=" + bytes,
            "/rank/" + bytes + "?gameId=chess")) {
      Answer refused = api.get(path);
      assertThat(refused.status()).as(path).isEqualTo(400);
      assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
    }
  }

  @Test
  void unknownGamesBoardsAndPathsAreProblemsThatSayWhatThereIs() {
    assertThat(api.get("/topk?gameId=nope").problem()).isEqualTo("unknown-game");
    assertThat(api.get("/v1/games/nope").problem()).isEqualTo("unknown-game");
    Answer board = api.get("/v1/games/chess/boards/nope/top");
    assertThat(board.status()).isEqualTo(404);
    assertThat(board.problem()).isEqualTo("unknown-board");
    assertThat(board.json().get("boards").toString())
        .isEqualTo("[\"all-time\",\"daily\",\"first\",\"wide\"]");
    assertThat(api.get("/nope").status()).isEqualTo(404);
    assertThat(api.get("/nope").header("Content-Type")).startsWith("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
  void aWrongMethodIs405WithTheRightOnes(String method) {
    for (String path :
        List.of("/topk?gameId=chess", "/rank/ann?gameId=chess", MAIN + "/top", "/v1/games")) {
      Answer refused = api.send(method, path);
      assertThat(refused.status()).as(path).isEqualTo(405);
      assertThat(refused.header("Allow")).contains("GET");
    }
  }

  @Test
  void theTopHasAnETagThatChangesWithItsContentAlone() {
    stack.define(TestGames.game("tags", 0, TestGames.allTime("b", Order.DESC)));
    String path = "/v1/games/tags/boards/b/top";
    Answer empty = api.get(path);
    assertThat(empty.status()).isEqualTo(200);
    assertThat(empty.json().get("total").asInt()).isZero();
    assertThat(empty.json().get("items").size()).isZero();
    assertThat(empty.header("ETag")).startsWith("W/\"");
    assertThat(empty.header("Cache-Control"))
        .isEqualTo("public, max-age=1, stale-while-revalidate=5");
    Answer same = api.get(path, "If-None-Match", "\"x\", " + empty.header("ETag"));
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(same.header("ETag")).isEqualTo(empty.header("ETag"));
    assertThat(same.header("Leaderboard-Generation")).isEqualTo("g1");
    boards.put("tags", "b", "ann", -1);
    await().until(() -> api.get(path, "If-None-Match", empty.header("ETag")).status() == 200);
    Answer changed = api.get(path);
    assertThat(changed.header("ETag")).isNotEqualTo(empty.header("ETag"));
  }

  @Test
  void everyAnswerSaysHowFreshItIs() {
    for (String path :
        List.of(
            MAIN + "/top",
            MAIN + "/users/ann",
            MAIN + "/users/nobody",
            "/topk?gameId=chess",
            "/rank/ann?gameId=chess",
            "/v1/games",
            "/v1/games/chess",
            "/v1/status")) {
      Answer answer = api.get(path);
      assertThat(answer.header("Leaderboard-Generation")).as(path).isEqualTo("g1");
      assertThat(answer.header("Leaderboard-Lag-Ms")).as(path).matches("[0-9]+");
    }
  }

  /** A letter that is percent-encoded makes a request one for WebFlux. */
  @Test
  void nobodyCanTellWhetherAReadWasAnsweredBelowWebFlux() {
    String tag = api.get(MAIN + "/top").header("ETag");
    for (String path :
        List.of(
            MAIN + "/top",
            MAIN + "/top?limit=2",
            MAIN + "/top?limit=0",
            MAIN + "/top?cursor=x",
            MAIN + "/top?period=2026",
            MAIN + "/users/nobody",
            MAIN + "/user",
            MAIN + "/users/nobody/around?radius=51",
            MAIN + "/users/nobody/around",
            "/v1/games/chess/boards/none/top",
            "/topk?gameId=chess",
            "/topk?gameId=chess&k=0",
            "/rank/nobody?gameId=chess",
            "/rank/nobody?gameId=none")) {
      for (String known : List.of("\"other\"", tag)) {
        Answer direct = api.get(path, "If-None-Match", known);
        Answer webFlux =
            api.get(
                path.replace("e", "%65").replace("gam%65Id", "gameId").replace("gam%65s", "games"),
                "If-None-Match",
                known);
        assertThat(direct.status()).as(path).isEqualTo(webFlux.status());
        assertThat(direct.body()).as(path).isEqualTo(webFlux.body());
        for (String header :
            List.of(
                "Content-Type",
                "Content-Length",
                "Cache-Control",
                "ETag",
                "Leaderboard-Generation")) {
          assertThat(direct.header(header)).as(path + header).isEqualTo(webFlux.header(header));
        }
      }
    }
    assertThat(api.get(MAIN + "/top").header("Vary")).isEqualTo("origin");
  }

  @Test
  void pagesOfOtherOriginsMayReadAnswersAndProblems() {
    for (String path : List.of(MAIN + "/top", MAIN + "/users/nobody", "/topk?gameId=chess&k=0")) {
      Answer answer = api.get(path, "Origin", "https://play.example");
      assertThat(answer.header("Access-Control-Allow-Origin")).as(path).isEqualTo("*");
      assertThat(
              String.join(",", answer.http().headers().allValues("Access-Control-Expose-Headers")))
          .contains("ETag", "Retry-After", "Leaderboard-Lag-Ms", "Leaderboard-Generation");
    }
    Answer preflight =
        api.send(
            "OPTIONS",
            MAIN + "/top",
            "Origin",
            "https://play.example",
            "Access-Control-Request-Method",
            "GET");
    assertThat(preflight.status()).isEqualTo(200);
    assertThat(preflight.header("Access-Control-Allow-Methods")).contains("GET");
    assertThat(preflight.header("Access-Control-Allow-Credentials")).isEmpty();
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
            "leaderboard_streams_open 0.0");
  }
}
