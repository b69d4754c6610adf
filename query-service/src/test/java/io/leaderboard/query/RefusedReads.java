package io.leaderboard.query;

import static io.leaderboard.query.Api.encoded;
import static io.leaderboard.query.QueryApiIT.MAIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.query.Api.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not allowed or not there, asked of the service of the class that this is nested in. */
abstract class RefusedReads {
  private final Api api;

  RefusedReads(Api api) {
    this.api = api;
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

  @ParameterizedTest
  @CsvSource({
    "/v1/games/chess/boards/all-time/top?perod=all-time, perod, did you mean period?",
    "/v1/games/chess/boards/all-time/top?Limit=5, Limit, did you mean limit?",
    "'/v1/games/chess/boards/all-time/top?offset=700', offset, 'there are after, period, limit, cursor'",
    "/v1/games/chess/boards/all-time/top?country=PL, country, 'there are after, period, limit, cursor'",
    "/v1/games/chess/boards/all-time/users/ann/around?raduis=2, raduis, did you mean radius?",
    "/topk?gameId=chess&K=5, K, did you mean k?",
    "/topk?gameid=chess, gameid, did you mean gameId?",
    "/rank/ann%20b?gameId=chess&perod=x, perod, did you mean period?",
    "/v1/games?actve=true, actve, did you mean active?",
    "/v1/status?verbose=1, verbose, there are none"
  })
  void aParameterThatIsNotKnownIsRefusedWithTheNearestOrTheListOfThose(
      String path, String field, String hint) {
    Answer refused = api.get(path);
    assertThat(refused.status()).as(path).isEqualTo(400);
    assertThat(refused.json().get("field").asString()).isEqualTo(field);
    assertThat(refused.json().get("detail").asString()).endsWith(hint);
  }

  @Test
  void gamesAndBoardsOfASimilarIdAreOffered() {
    assertThat(api.get("/v1/games/ches").json().get("detail").asString())
        .isEqualTo("no game has the id ches: did you mean chess?");
    assertThat(api.get("/topk?gameId=Chess").json().get("detail").asString())
        .endsWith("did you mean chess?");
    assertThat(api.get("/v1/games/chess/boards/dayly/top").json().get("detail").asString())
        .contains("has no board dayly: did you mean daily?; it has");
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
}
