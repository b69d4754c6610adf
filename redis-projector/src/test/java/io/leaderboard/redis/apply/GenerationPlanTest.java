package io.leaderboard.redis.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Closing;
import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.GamesFold;
import io.leaderboard.events.game.LogSettings;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.redis.generation.Editions;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class GenerationPlanTest {
  private static final Generation LIVE = new Generation("7f3", 1, 2, "topic");
  private static final long FIRST_PAST = 86_400_000;
  private static final long LATER_PAST = 10 * FIRST_PAST;

  private final List<String> asked = new ArrayList<>();
  private Edition read = Edition.FIRST;

  /**
   * Else Redis that is set back to before such a period was closed, and then filled under new
   * rules, would hold of it what came behind the switch alone.
   */
  @Test
  void whatAFillLeftOutStaysLeftOutWhenReadersUseIt() {
    GenerationPlan plan = GenerationPlan.of(LIVE, this::editions, this::past);
    assertThat(closedFromStart(plan)).isEqualTo(FIRST_PAST);

    read = new Edition(1, "k2a");
    assertThat(closedFromStart(plan)).isEqualTo(LATER_PAST);
    // And what one left out that nothing is said of is nothing.
    read = new Edition(1, "k2b");
    assertThat(closedFromStart(plan)).isLessThan(FIRST_PAST);

    read = new Edition(1, "k2a");
    assertThat(closedFromStart(plan)).isEqualTo(LATER_PAST);
    assertThat(asked).containsExactly("", "k2a", "k2b");
  }

  private Editions editions() {
    return new Editions(LIVE.id(), "", Map.of("game", read));
  }

  private Map<String, Long> past(String fill) {
    asked.add(fill);
    return switch (fill) {
      case "" -> Map.of("game/daily", FIRST_PAST);
      case "k2a" -> Map.of("game/daily", LATER_PAST);
      default -> Map.of();
    };
  }

  private static long closedFromStart(GenerationPlan plan) {
    BoardDefinition board =
        new BoardDefinition(
            "daily",
            Aggregation.SUM,
            Order.DESC,
            BoardDefinition.SCORE,
            PeriodKind.DAILY,
            List.of(),
            Ties.SHARED,
            BoardDefinition.DEFAULT_RETENTION,
            1);
    GameDefinition game =
        new GameDefinition(
            "game",
            "",
            "",
            true,
            0,
            ZoneOffset.UTC,
            Closing.MANUAL,
            Duration.ZERO,
            null,
            null,
            List.of(board));
    GamesFold fold = new GamesFold();
    fold.apply(new LogSettings(4, 50, 0));
    fold.apply(new GameDefined(game, 0, 0));
    List<BoardPlan> boards = Objects.requireNonNull(plan.with(fold.snapshot()).of("game"));
    assertThat(boards).hasSize(1);
    return boards.get(0).rules().closedFromStart();
  }
}
