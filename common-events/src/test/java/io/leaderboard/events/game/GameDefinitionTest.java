package io.leaderboard.events.game;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.events.limit.InvalidFieldException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GameDefinitionTest {
  private static final BoardDefinition TOP =
      BoardDefinition.withDefaults("top", PeriodKind.ALL_TIME);

  @Test
  void givesAnUndefinedGameTheFourDefaultBoards() {
    GameDefinition automatic = GameDefinition.automatic("chess");
    assertThat(automatic.boards())
        .extracting(BoardDefinition::id)
        .containsExactly("all-time", "monthly", "weekly", "daily");
    assertThat(automatic.boards())
        .allSatisfy(
            board -> {
              assertThat(board.aggregation()).isEqualTo(Aggregation.BEST);
              assertThat(board.order()).isEqualTo(Order.DESC);
              assertThat(board.ties()).isEqualTo(Ties.SHARED);
              assertThat(board.metric()).isEqualTo("score");
              assertThat(board.shards()).isEqualTo(1);
              assertThat(board.retention()).isEqualTo(2);
            });
    assertThat(automatic.mainBoard().id()).isEqualTo("all-time");
    assertThat(automatic.lateness()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void usesTheFirstBoardForShortRoutesWhenNoneIsNamedAllTime() {
    assertThat(game(0, Duration.ZERO, null, null, List.of(TOP)).mainBoard()).isEqualTo(TOP);
  }

  @Test
  void namesTheFieldThatIsNotAllowed() {
    List<BoardDefinition> top = List.of(TOP);
    assertRefused("decimals", () -> game(-1, Duration.ZERO, null, null, top));
    assertRefused("decimals", () -> game(7, Duration.ZERO, null, null, top));
    assertRefused("lateness", () -> game(0, Duration.ofMillis(-1), null, null, top));
    assertRefused("lateness", () -> game(0, Duration.ofDays(30).plusMillis(1), null, null, top));
    assertRefused("lateness", () -> game(0, Duration.ofSeconds(Long.MAX_VALUE), null, null, top));
    assertRefused("lateness", () -> game(0, Duration.ofNanos(1_500_000), null, null, top));
    assertRefused("minScore", () -> game(1, Duration.ZERO, new BigDecimal("0.25"), null, top));
    assertRefused("maxScore", () -> game(0, Duration.ZERO, null, new BigDecimal("1e400"), top));
    assertRefused("minScore", () -> game(0, Duration.ZERO, BigDecimal.TEN, BigDecimal.ONE, top));
    assertRefused("boards", () -> game(0, Duration.ZERO, null, null, List.of()));
    assertRefused("boards[1].id", () -> game(0, Duration.ZERO, null, null, List.of(TOP, TOP)));
    assertRefused("boards", () -> game(0, Duration.ZERO, null, null, boards(21)));
    assertThat(game(0, Duration.ofDays(30), null, null, boards(20)).boards()).hasSize(20);
  }

  @Test
  void holdsBoundsSoThatEqualOnesAreEqual() {
    assertThat(
            game(2, Duration.ZERO, new BigDecimal("-1.50"), new BigDecimal("1E+3"), List.of(TOP)))
        .isEqualTo(
            game(2, Duration.ZERO, new BigDecimal("-1.5"), new BigDecimal("1000"), List.of(TOP)));
  }

  @Test
  void namesTheFieldOfABoardThatIsNotAllowed() {
    assertRefused("id", () -> board("a/b", "score", PeriodKind.DAILY, List.of(), 2, 1));
    assertRefused("metric", () -> board("b", "Coins", PeriodKind.DAILY, List.of(), 2, 1));
    assertRefused("retention", () -> board("b", "score", PeriodKind.DAILY, List.of(), -1, 1));
    assertRefused("retention", () -> board("b", "score", PeriodKind.DAILY, List.of(), 1_001, 1));
    assertRefused("shards", () -> board("b", "score", PeriodKind.DAILY, List.of(), 2, 0));
    assertRefused("shards", () -> board("b", "score", PeriodKind.DAILY, List.of(), 2, 65));
  }

  @Test
  void takesSeasonsThatDoNotOverlapWithTheirPeriodAlone() {
    Season first = new Season("first", 0, 10);
    Season second = new Season("second", 10, 20);
    assertThat(seasons(List.of(second, first)).seasons()).containsExactly(first, second);
    assertRefused("seasons", () -> seasons(List.of()));
    assertRefused("seasons", () -> seasons(List.of(first, new Season("overlaps", 9, 20))));
    assertRefused("seasons", () -> seasons(List.of(first, new Season("first", 10, 20))));
    assertRefused("seasons", () -> board("b", "score", PeriodKind.DAILY, List.of(first), 2, 1));
    assertRefused("end", () -> new Season("empty", 5, 5));
    assertRefused("name", () -> new Season("", 5, 6));
    List<Season> many = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      many.add(new Season("s" + i, i, i + 1));
    }
    assertThat(seasons(many).seasons()).hasSize(1_000);
    many.add(new Season("more", 1_000, 1_001));
    assertRefused("seasons", () -> seasons(many));
  }

  @Test
  void readsChoicesByTheirNamesAndListsThoseThereAre() {
    assertThat(Named.parse("period", "all-time", PeriodKind.class)).isEqualTo(PeriodKind.ALL_TIME);
    assertThatThrownBy(() -> Named.parse("order", "DESC", Order.class))
        .hasMessage("order must be one of desc, asc");
  }

  @Test
  void boundsTheSettingsOfALog() {
    assertRefused("partitions", () -> new LogSettings(0, 1, 0));
    assertRefused("partitions", () -> new LogSettings(1_025, 1, 0));
    assertRefused("duplicateWindow", () -> new LogSettings(1, 0, 0));
    assertRefused("duplicateWindow", () -> new LogSettings(1, 10_000_001, 0));
  }

  private static void assertRefused(String field, ThrowingCallable made) {
    assertThatThrownBy(made)
        .isInstanceOfSatisfying(
            InvalidFieldException.class, refused -> assertThat(refused.field()).isEqualTo(field))
        .hasMessageStartingWith(field + " must");
  }

  private static List<BoardDefinition> boards(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> BoardDefinition.withDefaults("board-" + i, PeriodKind.DAILY))
        .toList();
  }

  private static BoardDefinition seasons(List<Season> seasons) {
    return board("b", "score", PeriodKind.SEASONS, seasons, 2, 1);
  }

  private static BoardDefinition board(
      String id,
      String metric,
      PeriodKind period,
      List<Season> seasons,
      int retention,
      int shards) {
    return new BoardDefinition(
        id, Aggregation.BEST, Order.DESC, metric, period, seasons, Ties.SHARED, retention, shards);
  }

  private static GameDefinition game(
      int decimals,
      Duration lateness,
      @Nullable BigDecimal min,
      @Nullable BigDecimal max,
      List<BoardDefinition> boards) {
    return new GameDefinition(
        "chess",
        "",
        "",
        true,
        decimals,
        ZoneId.of("UTC"),
        Closing.AUTOMATIC,
        lateness,
        min,
        max,
        boards);
  }
}
