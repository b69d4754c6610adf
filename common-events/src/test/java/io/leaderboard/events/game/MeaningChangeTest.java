package io.leaderboard.events.game;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeaningChangeTest {
  private static final long NOW = 1_000_000_000L;
  private static final Season PAST = new Season("past", 0, 100);
  private static final BoardDefinition TOP = BoardDefinition.withDefaults("top", PeriodKind.DAILY);

  @Test
  void seesNoneInTheSameDefinition() {
    assertThat(between(List.of(TOP, seasons(PAST)), List.of(TOP, seasons(PAST)))).isEmpty();
  }

  @Test
  void seesNoneInWhatTakesEffectAtOnce() {
    GameDefinition before = game(0, "UTC", List.of(TOP));
    GameDefinition after =
        new GameDefinition(
            "chess",
            "Chess",
            "The game of kings",
            false,
            0,
            ZoneId.of("UTC"),
            Closing.AUTOMATIC,
            Duration.ofDays(1),
            BigDecimal.ONE,
            BigDecimal.TEN,
            List.of(
                new BoardDefinition(
                    "top",
                    Aggregation.BEST,
                    Order.DESC,
                    "score",
                    PeriodKind.DAILY,
                    List.of(),
                    Ties.SHARED,
                    99,
                    1)));
    assertThat(MeaningChange.between(before, after, NOW)).isEmpty();
  }

  @Test
  void seesOneInWhoCloses() {
    GameDefinition before = game(0, "UTC", List.of(TOP));
    GameDefinition after =
        new GameDefinition(
            "chess",
            "",
            "",
            true,
            0,
            ZoneId.of("UTC"),
            Closing.MANUAL,
            Duration.ZERO,
            null,
            null,
            List.of(TOP));
    assertThat(MeaningChange.between(before, after, NOW)).containsExactly("closing");
  }

  @Test
  void namesEveryFieldThatChangesTheMeaning() {
    GameDefinition before = game(0, "UTC", List.of(TOP));
    BoardDefinition other =
        new BoardDefinition(
            "top",
            Aggregation.SUM,
            Order.ASC,
            "coins",
            PeriodKind.WEEKLY,
            List.of(),
            Ties.EARLIEST,
            2,
            4);
    assertThat(MeaningChange.between(before, game(1, "Europe/Berlin", List.of(other)), NOW))
        .containsExactly(
            "decimals",
            "timeZone",
            "boards.top.aggregation",
            "boards.top.order",
            "boards.top.metric",
            "boards.top.period",
            "boards.top.ties",
            "boards.top.shards");
  }

  @Test
  void seesOneInABoardThatIsAddedButNotInOneThatGoesAwayOrMoves() {
    BoardDefinition more = BoardDefinition.withDefaults("more", PeriodKind.ALL_TIME);
    assertThat(between(List.of(TOP), List.of(TOP, more))).containsExactly("boards.more");
    assertThat(between(List.of(TOP, more), List.of(TOP))).isEmpty();
    assertThat(between(List.of(TOP, more), List.of(more, TOP))).isEmpty();
  }

  @Test
  void seesNoneInASeasonThatLiesFarEnoughAhead() {
    long ahead = NOW + MeaningChange.SEASON_AHEAD_MILLIS;
    assertThat(
            between(
                List.of(seasons(PAST)),
                List.of(seasons(PAST, new Season("next", ahead, ahead + 1)))))
        .isEmpty();
    assertThat(
            between(
                List.of(seasons(PAST)),
                List.of(seasons(PAST, new Season("soon", ahead - 1, ahead + 1)))))
        .containsExactly("boards.seasons.seasons");
  }

  @Test
  void seesOneInASeasonThatChangesOrGoesAway() {
    Season next = new Season("next", 2 * NOW, 3 * NOW);
    for (Season changed :
        List.of(
            new Season("renamed", 0, 100), new Season("past", 0, 99), new Season("past", 1, 100))) {
      assertThat(between(List.of(seasons(PAST, next)), List.of(seasons(changed, next))))
          .containsExactly("boards.seasons.seasons");
    }
    assertThat(between(List.of(seasons(PAST, next)), List.of(seasons(PAST))))
        .containsExactly("boards.seasons.seasons");
    assertThat(between(List.of(seasons(PAST, next)), List.of(seasons(next, PAST)))).isEmpty();
  }

  private static List<String> between(List<BoardDefinition> before, List<BoardDefinition> after) {
    return MeaningChange.between(game(0, "UTC", before), game(0, "UTC", after), NOW);
  }

  private static BoardDefinition seasons(Season... seasons) {
    return new BoardDefinition(
        "seasons",
        Aggregation.BEST,
        Order.DESC,
        "score",
        PeriodKind.SEASONS,
        List.of(seasons),
        Ties.SHARED,
        2,
        1);
  }

  private static GameDefinition game(int decimals, String zone, List<BoardDefinition> boards) {
    return new GameDefinition(
        "chess",
        "",
        "",
        true,
        decimals,
        ZoneId.of(zone),
        Closing.AUTOMATIC,
        Duration.ZERO,
        null,
        null,
        boards);
  }
}
