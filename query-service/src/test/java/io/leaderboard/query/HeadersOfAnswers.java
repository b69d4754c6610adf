package io.leaderboard.query;

import static io.leaderboard.query.QueryApiIT.MAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.Order;
import io.leaderboard.query.Api.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What answers say beside their bodies, on the service of the class that this is nested in. */
abstract class HeadersOfAnswers {
  private final Stack stack;
  private final Api api;
  private final BoardWriter boards;

  HeadersOfAnswers(Stack stack, BoardWriter boards) {
    this.stack = stack;
    this.api = stack.api();
    this.boards = boards;
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
            MAIN + "/user?userId=ann",
            MAIN + "/users/ann/around",
            MAIN + "/users/nobody/around",
            MAIN + "/rank-of?score=15",
            MAIN + "/periods",
            "/v1/games/chess/boards/wide/top",
            "/v1/games/chess/boards/wide/users/nobody",
            "/v1/games/chess/users/ann",
            "/v1/games/chess/users/ann/finishes",
            "/topk?gameId=chess",
            "/rank/ann?gameId=chess",
            "/v1/games",
            "/v1/games/chess",
            "/v1/status")) {
      assertDated(path, "g1", api.get(path));
    }
    assertDated("ranks", "g1", api.post(MAIN + "/ranks", "{\"userIds\":[\"ann\"]}"));
    assertDated("stream", "g1", api.send("HEAD", MAIN + "/stream"));
    // What is read from Cassandra alone is as fresh as its projection.
    String history = "/v1/games/chess/users/ann/history";
    assertDated(history, "history", api.get(history));
  }

  private static void assertDated(String path, String generation, Answer answer) {
    assertThat(answer.header("Leaderboard-Generation")).as(path).isEqualTo(generation);
    assertThat(answer.header("Leaderboard-Lag-Ms")).as(path).matches("[0-9]+");
    if (!path.endsWith("/top") && !path.equals("stream")) {
      assertThat(answer.header("Cache-Control")).as(path).isEqualTo("no-store");
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
    assertThat(api.get(MAIN + "/top").header("Vary")).isEqualTo("origin, accept-encoding");
  }

  /** Else a shared cache would show a client bytes that it cannot read. */
  @Test
  void whatIsCompressedForOneClientIsNotKeptForOneThatCannotReadIt() {
    stack.define(TestGames.game("long", 0, TestGames.allTime("b", Order.DESC)));
    for (int i = 0; i < 100; i++) {
      boards.put("long", "b", "a-name-that-takes-place-" + i, -i);
    }
    String path = "/v1/games/long/boards/b/top?limit=100";
    for (String each : List.of(path, path.replace("long", "l%6Fng"), "/")) {
      Answer compressed = api.get(each, "Accept-Encoding", "gzip");
      assertThat(compressed.header("Content-Encoding")).as(each).isEqualTo("gzip");
      for (Answer answer : List.of(compressed, api.get(each))) {
        assertThat(String.join(",", answer.http().headers().allValues("Vary")))
            .as(each)
            .containsIgnoringCase("accept-encoding");
      }
    }
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
  void onlyPagesOfTheConfiguredOriginsMayReadWhenThereAreAny() {
    Stack.Beside service = stack.beside("--leaderboard.cors.allowed-origins=https://play.example");
    for (String path : List.of(MAIN + "/top", MAIN + "/rank-of?score=1")) {
      Answer granted = service.api().get(path, "Origin", "https://play.example");
      assertThat(granted.status()).as(path).isEqualTo(200);
      assertThat(granted.header("Access-Control-Allow-Origin"))
          .as(path)
          .isEqualTo("https://play.example");
      Answer other = service.api().get(path, "Origin", "https://other.example");
      assertThat(other.header("Access-Control-Allow-Origin")).as(path).isEmpty();
      assertThat(other.body()).as(path).isEmpty();
    }
  }
}
