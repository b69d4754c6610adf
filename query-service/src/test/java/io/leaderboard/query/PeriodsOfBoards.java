package io.leaderboard.query;

import static io.leaderboard.query.EveryBoardIT.AT;
import static io.leaderboard.query.EveryBoardIT.board;
import static io.leaderboard.query.EveryBoardIT.game;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Closing;
import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.query.Api.Answer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which periods a board has, on the service of the class that this is nested in. */
abstract class PeriodsOfBoards {
  private final Stack stack;
  private final Api api;
  private final BoardWriter boards;
  private final String today;

  PeriodsOfBoards(Stack stack, BoardWriter boards, String today) {
    this.stack = stack;
    this.api = stack.api();
    this.boards = boards;
    this.today = today;
  }

  @Test
  void periodsAreListedNewestFirstPageByPage() {
    assertThat(api.get(board("past") + "/periods?limit=2").body())
        .startsWith(
            "{\"items\":[{\"period\":\"M-1992\",\"start\":\"1992-01-01T00:00:00Z\","
                + "\"end\":\"1992-12-31T00:00:00Z\",\"state\":\"ended\",\"total\":2},"
                + "{\"period\":\"A-1991\",");
    for (String board : List.of("past", "daily")) {
      StringBuilder seen = new StringBuilder();
      String next = "";
      do {
        var page =
            api.get(board(board) + "/periods?limit=1" + (next.isEmpty() ? "" : "&cursor=" + next))
                .json();
        page.get("items").forEach(each -> seen.append(each.get("period").asString()).append(' '));
        next = page.path("next").asString("");
      } while (!next.isEmpty());
      assertThat(seen.toString())
          .isEqualTo(
              board.equals("past")
                  ? "M-1992 A-1991 Z-1990 "
                  : today + " 2025-03-01 2025-02-28 1990-02-28 ");
    }
    assertThat(api.get(board("first") + "/periods").body())
        .isEqualTo("{\"items\":[{\"period\":\"all-time\",\"state\":\"open\",\"total\":3}]}");
    assertThat(api.get(board("past") + "/periods?cursor=eA").status()).isEqualTo(400);
    assertThat(api.get(board("past") + "/periods?cursor=*").status()).isEqualTo(400);
  }

  @Test
  void aBoardOfAllTimeHasItsOnePeriodOnceItHasScores() {
    stack.define(TestGames.game("unplayed", 0, TestGames.allTime("b", Order.DESC)));
    String path = "/v1/games/unplayed/boards/b/periods";
    assertThat(api.get(path).body()).isEqualTo("{\"items\":[]}");
    boards.put("unplayed", "b", "ann", -1);
    assertThat(api.get(path).body())
        .isEqualTo("{\"items\":[{\"period\":\"all-time\",\"state\":\"open\",\"total\":1}]}");
  }

  @Test
  void aPeriodThatHasExpiredIsNotListedAndDoesNotEndTheList() {
    BoardDefinition daily = BoardDefinition.withDefaults("d", PeriodKind.DAILY);
    stack.define(game("expires", Closing.MANUAL, daily));
    boards.put("expires", daily, "2025-03-01", "bob", 20, AT);
    boards.put("expires", daily, "2025-03-02", "bob", 20, AT);
    boards.put("expires", daily, "2025-03-03", "bob", 20, AT);
    boards.redis().del(boards.key("expires", "d").replace("all-time", "2025-03-02"));
    String path = "/v1/games/expires/boards/d/periods?limit=1";
    StringBuilder seen = new StringBuilder();
    String next = "";
    do {
      var page = api.get(path + (next.isEmpty() ? "" : "&cursor=" + next)).json();
      page.get("items").forEach(each -> seen.append(each.get("period").asString()).append(' '));
      next = page.path("next").asString("");
    } while (!next.isEmpty());
    assertThat(seen.toString()).isEqualTo("2025-03-03 2025-03-01 ");
  }

  @Test
  void aPeriodIsClosedWhenEveryPartitionSaysSo() {
    BoardDefinition daily = BoardDefinition.withDefaults("d", PeriodKind.DAILY);
    stack.define(game("closes", Closing.MANUAL, daily));
    boards.put("closes", daily, "2025-03-01", "bob", 20, AT);
    boards.put("closes", daily, "2025-03-02", "bob", 20, AT);
    long end = Instant.parse("2025-03-02T00:00:00Z").toEpochMilli();
    boards.closed("closes", 0, end).closed("closes", 1, end + 1).closed("closes", 2, end - 1);
    String path = "/v1/games/closes/boards/d";
    assertThat(api.get(path + "/top?period=2025-03-01").json().get("state").asString())
        .isEqualTo("ended");
    boards.closed("closes", 2, end);
    await()
        .untilAsserted(
            () ->
                assertThat(api.get(path + "/periods").json().toString())
                    .contains("02\",\"start\":\"2025-03-02T00:00:00Z\"")
                    .contains(
                        "{\"period\":\"2025-03-01\",\"start\":\"2025-03-01T00:00:00Z\","
                            + "\"end\":\"2025-03-02T00:00:00Z\",\"state\":\"closed\",\"total\":1}"));
    for (String read : List.of("/top?period=2025-03-01", "/users/bob/around?period=2025-03-01")) {
      assertThat(api.get(path + read).json().get("state").asString()).isEqualTo("closed");
    }
    assertThat(api.get(path + "/top?period=2025-03-02").json().get("state").asString())
        .isEqualTo("ended");
  }

  @Test
  void whatWasOverBeforeAnAutomaticGameBeganIsClosed() {
    BoardDefinition daily = BoardDefinition.withDefaults("d", PeriodKind.DAILY);
    GameDefinition game = game("began", Closing.AUTOMATIC, daily);
    stack.write(new GameDefined(game, 0, Instant.parse("2026-11-21T00:00:00Z").toEpochMilli()));
    String path = "/v1/games/began/boards/d/top?period=";
    await().until(() -> api.get(path + "2026-11-20").status() == 200);
    assertThat(api.get(path + "2026-11-20").json().get("state").asString()).isEqualTo("closed");
    assertThat(api.get(path + "2026-11-21").json().get("state").asString()).isEqualTo("ended");
  }

  @Test
  void aPeriodWithoutScoresIsEmptyAndOneThatIsNoneIsRefused() {
    Answer empty = api.get(board("daily") + "/top?period=2024-02-29");
    assertThat(empty.status()).isEqualTo(200);
    assertThat(empty.json().get("total").asInt()).isZero();
    for (String period : List.of("2023-02-29", "2026-W47", "all-time", "x")) {
      assertThat(api.get(board("daily") + "/top?period=" + period).status()).isEqualTo(400);
    }
    assertThat(api.get(board("past") + "/top").json().get("period").asString()).isEqualTo("M-1992");
    assertThat(api.get(board("past") + "/top?period=A-1991&limit=1").json().get("total").asInt())
        .isEqualTo(2);
    assertThat(api.get(board("past") + "/top?period=1993").status()).isEqualTo(400);
  }
}
