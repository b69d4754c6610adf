package io.leaderboard.query;

import static io.leaderboard.query.EveryBoardIT.AT;
import static io.leaderboard.query.EveryBoardIT.game;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Closing;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.topic.Position;
import io.leaderboard.query.Api.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Games whose boards stand in the live generation under other rules, or were filled once more, on
 * the service of the class that this is nested in.
 */
abstract class SwitchesOfBoards {
  private static final BoardDefinition OLD = TestGames.allTime("old", Order.DESC);
  private static final BoardDefinition ADDED = TestGames.allTime("added", Order.ASC);

  private final Stack stack;
  private final Api api;
  private final BoardWriter boards;

  SwitchesOfBoards(Stack stack, BoardWriter boards) {
    this.stack = stack;
    this.api = stack.api();
    this.boards = boards;
  }

  private Answer top(String game, String board) {
    return api.get("/v1/games/" + game + "/boards/" + board + "/top");
  }

  private static JsonNode first(Answer page) {
    return page.json().path("items").path(0);
  }

  @Test
  void aBoardThatOnlyTheLatestDefinitionHasIsBeingFilledUntilReadersGoOver() {
    stack.define(game("grows", Closing.MANUAL, OLD));
    boards.put("grows", OLD, "all-time", "ann", 70, AT);
    Position written =
        stack.write(new ScoreEvent("e", "grows", "ann", 7, 0, Map.of(), 0, 0, null, Map.of()));
    assertThat(rebuild("grows").isMissingNode()).isTrue();
    stack.redefine(game("grows", Closing.MANUAL, OLD, ADDED), 1);

    Answer filling = top("grows", "added");
    assertThat(filling.status()).isEqualTo(503);
    assertThat(filling.problem()).isEqualTo("board-filling");
    assertThat(filling.header("Retry-After")).isEqualTo("1");
    // It waits for its turn.
    assertThat(filling.json().get("progress").get("applied").asLong()).isZero();
    assertThat(rebuild("grows").path("state").asString("")).isEqualTo("filling");
    assertThat(rebuild("grows").at("/progress/applied").asLong(-1)).isZero();

    boards.fills("k2a").filled("k2a", written.partition(), written.offset());
    await().until(() -> applied() > 0);
    assertThat(api.get("/v1/status").json().at("/rebuild/generation").asString()).isEqualTo("k2a");
    // Joined: the position of the generation stands for the fill as well.
    for (int partition = 0; partition < Stack.PARTITIONS; partition++) {
      boards.joined("k2a", partition);
    }
    await().until(() -> top("grows", "added").json().at("/progress/percent").asInt() == 100);
    assertThat(rebuild("grows").at("/progress/percent").asInt()).isEqualTo(100);
    assertThat(first(top("grows", "old")).get("score").asInt()).isEqualTo(7);
    assertThat(api.get("/v1/games/grows/users/ann").json().get("boards").size()).isEqualTo(1);
    assertThat(top("grows", "nope").status()).isEqualTo(404);

    boards.put("grows", OLD, "2.k2a", "all-time", "ann", 80, AT);
    boards.put("grows", ADDED, "2.k2a", "all-time", "ann", 90, AT);
    boards.switched("grows", "2.k2a").fillIsOver();
    await().until(() -> top("grows", "added").status() == 200);
    assertThat(rebuild("grows").isMissingNode()).isTrue();
    assertThat(first(top("grows", "added")).get("score").asInt()).isEqualTo(9);
    assertThat(first(top("grows", "old")).get("score").asInt()).isEqualTo(8);
    assertThat(api.get("/v1/games/grows/users/ann").json().get("boards").size()).isEqualTo(2);
    assertThat(top("grows", "old").header("Leaderboard-Generation")).isEqualTo("g1");
    assertThat(api.get("/v1/status").json().has("rebuild")).isFalse();
  }

  private JsonNode rebuild(String game) {
    return api.get("/v1/games/" + game).json().path("rebuild");
  }

  private long applied() {
    return top("grows", "added").json().at("/progress/applied").asLong();
  }

  /** What is applied after a switch is in the new boards alone, in which nobody looked before. */
  @Test
  void whoWaitsOverASwitchReadsTheBoardsThatHoldWhatWasWaitedFor() {
    stack.define(game("waits", Closing.MANUAL, OLD));
    boards.put("waits", OLD, "all-time", "ann", 70, AT);
    boards.put("waits", OLD, "1.k3a", "all-time", "ann", 70, AT);
    boards.fills("k3a");
    Position written =
        stack.write(new ScoreEvent("e", "waits", "ann", 8, 0, Map.of(), 0, 0, null, Map.of()));
    boards.applied(written.partition(), written.offset() - 1);
    CompletableFuture<Answer> waiting =
        CompletableFuture.supplyAsync(
            () -> api.get("/v1/games/waits/boards/old/top?after=" + written));
    await().during(Duration.ofMillis(300)).until(() -> !waiting.isDone());

    boards.put("waits", OLD, "1.k3a", "all-time", "ann", 80, AT);
    boards.switchedAndApplied("waits", OLD.id(), "1.k3a", written.partition(), written.offset());

    Answer afterwards = waiting.join();
    boards.fillIsOver();
    assertThat(afterwards.header("Leaderboard-Stale")).isEmpty();
    assertThat(first(afterwards).get("score").asInt()).isEqualTo(8);
  }

  @Test
  void boardsUnderRulesThatWereNotReadYetAreNotReadAsEmpty() {
    stack.define(game("ahead", Closing.MANUAL, OLD));
    boards.put("ahead", OLD, "2.k2a", "all-time", "ann", 80, AT);
    boards.switched("ahead", "2.k2a");
    await()
        .untilAsserted(
            () -> {
              Answer refused = top("ahead", "old");
              assertThat(refused.status()).isEqualTo(503);
              assertThat(refused.problem()).isEqualTo("unavailable");
            });
    stack.redefine(game("ahead", Closing.MANUAL, OLD, ADDED), 1);
    assertThat(first(top("ahead", "old")).get("score").asInt()).isEqualTo(8);
  }

  /** Null is what generations were before folds were told. */
  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"1", "3"})
  void aGenerationThatAnotherFoldHasFilledIsNotRead(@Nullable String fold) {
    BoardDefinition board = TestGames.board("b", Aggregation.SUM, Order.DESC, Ties.EARLIEST, 1);
    String name = "fold" + fold;
    stack.define(game(name, Closing.MANUAL, board));
    boards.put(name, board, "all-time", "ann", 70, AT);
    assertThat(top(name, "b").status()).isEqualTo(200);
    boards.ofFold(fold);
    try {
      await().until(() -> top(name, "b").status() == 503);
      Answer refused = top(name, "b");
      assertThat(refused.problem()).isEqualTo("rebuilding");
      assertThat(refused.json().at("/progress/applied").asLong()).isZero();
      assertThat(api.get("/v1/status").json().has("generation")).isFalse();
    } finally {
      boards.live();
    }
    await().until(() -> top(name, "b").status() == 200);
  }
}
