package io.leaderboard.query;

import static io.leaderboard.query.TestArchives.DAY;
import static io.leaderboard.query.TestArchives.START;
import static io.leaderboard.query.TestArchives.close;
import static io.leaderboard.query.TestArchives.daily;
import static io.leaderboard.query.TestArchives.game;
import static io.leaderboard.query.TestArchives.manifest;
import static io.leaderboard.query.TestArchives.three;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.finals.FinalEntry;
import io.leaderboard.events.finals.FinalFacts;
import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalRules;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.Ties;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Periods that were closed under other rules than the game has now. */
class FormerRulesIT {
  private static Stack stack;
  private static Api api;
  private static BoardWriter boards;

  @BeforeAll
  static void start() {
    stack = new Stack();
    api = stack.api();
    boards = stack.boards("g1", 4).live();
  }

  @AfterAll
  static void end() {
    stack.close();
  }

  @Test
  void anArchiveKeepsTheDecimalsAndTheOrderThatItWasClosedUnder() {
    BoardDefinition before = daily("d", Order.ASC, Ties.EARLIEST, 1);
    GameDefinition first = game("changed", 2, before);
    stack.define(first);
    CassandraTables tables = CassandraTables.shared();
    tables.archive(
        manifest("changed", "d", DAY, 1, 2, 2),
        List.of(new FinalEntry(1, "ann", 125, START + 1), new FinalEntry(2, "bob", 1_250, START)));
    // Readers still use what the generation was filled with, under the first rules.
    stack.redefine(game("changed", 0, daily("d", Order.DESC, Ties.SHARED, 1)), 1);
    close(boards, "changed");
    String path = "/v1/games/changed/boards/d/top?period=" + DAY;
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(api.get(path + "&limit=1").json().get("items").toString())
                    .isEqualTo(
                        "[{\"rank\":1,\"userId\":\"ann\",\"score\":1.25,"
                            + "\"reachedAt\":\"2025-03-01T00:00:00.001Z\"}]"));
    boards.switched("changed", "2.k2a");
    await()
        .untilAsserted(
            () -> {
              JsonNode page = api.get(path + "&limit=1").json();
              assertThat(page.get("items").get(0).get("score").decimalValue())
                  .isEqualTo(new BigDecimal("1.25"));
              assertThat(
                      api.get(path + "&limit=1&cursor=" + page.get("next").asString())
                          .json()
                          .get("items")
                          .get(0)
                          .get("userId")
                          .asString())
                  .isEqualTo("bob");
            });
  }

  @Test
  void whatWasAnnouncedIsShownWhateverRulesRedisHoldsThePeriodUnder() {
    BoardDefinition before = daily("d", Order.DESC, Ties.SHARED, 1);
    BoardDefinition after = daily("d", Order.ASC, Ties.SHARED, 1);
    GameDefinition first = game("announced", 0, before);
    stack.define(first);
    stack.redefine(game("announced", 0, after), 1);
    BoardWriter changed = boards.switched("announced", "2.k9a");
    close(boards, "announced");
    String other = "2025-03-02";
    for (String day : List.of(DAY, other)) {
      for (FinalEntry entry : three()) {
        changed.put("announced", after, "2.k9a", day, entry.userId(), entry.score(), START);
      }
    }
    String path = "/v1/games/announced/boards/d";
    String top = path + "/top?limit=1&period=";
    // Nobody has announced anything: then it is as Redis has it, whose best is the lowest.
    await().untilAsserted(() -> assertThat(first(top + DAY)).isEqualTo("closed cid"));

    FinalManifest then =
        announced(manifest("announced", "d", DAY, 1, 0, 3), FinalRules.of(first, before));
    stack.announce(then);
    long end = stack.writeFinal(new byte[] {1});
    CassandraTables.shared().applied("archives", 0, end - 1);
    // From then on other numbers are not shown, if need be none.
    await().untilAsserted(() -> assertThat(api.get(top + DAY).status()).isEqualTo(503));
    List<String> ofTheDay =
        List.of(
            path + "/users/ann?period=" + DAY,
            path + "/users/ann/around?period=" + DAY,
            path + "/rank-of?score=25&period=" + DAY);
    for (String read : ofTheDay) {
      assertThat(api.get(read).status()).as(read).isEqualTo(503);
    }
    Api.Answer list = api.get(path + "/periods");
    assertThat(list.header("Leaderboard-Stale")).isEqualTo("true");
    assertThat(list.body()).contains(other).doesNotContain(DAY);
    // What was not announced, or not under other rules, is none of it.
    assertThat(first(top + other)).isEqualTo("closed cid");

    CassandraTables.shared().archive(then, three());
    CassandraTables.shared().applied("archives", 0, end);
    await().untilAsserted(() -> assertThat(first(top + DAY)).isEqualTo("archived ann"));
    assertThat(api.get(ofTheDay.get(0)).json().get("rank").asInt()).isEqualTo(1);
    assertThat(api.get(ofTheDay.get(1)).json().get("items").get(0).get("userId").asString())
        .isEqualTo("ann");
    assertThat(api.get(ofTheDay.get(2)).json().get("rank").asInt()).isEqualTo(3);
    await()
        .untilAsserted(
            () ->
                assertThat(api.get(path + "/periods").body())
                    .contains("\"period\":\"" + DAY + "\"", "\"state\":\"archived\"")
                    .contains("\"period\":\"" + other + "\""));
    assertThat(first(top + other)).isEqualTo("closed cid");
  }

  /** The state of a page, and who is first on it. */
  private static String first(String top) {
    JsonNode page = api.get(top).json();
    return page.path("state").asString("")
        + " "
        + page.path("items").path(0).path("userId").asString("");
  }

  private static FinalManifest announced(FinalManifest manifest, FinalRules rules) {
    return new FinalManifest(
        manifest.period(),
        manifest.start(),
        manifest.end(),
        manifest.rulesVersion(),
        manifest.scale(),
        manifest.pages(),
        manifest.entries(),
        manifest.digest(),
        manifest.writtenAt(),
        new FinalFacts(stack.topicId(), manifest.end(), manifest.end(), rules));
  }
}
