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
}
