package io.leaderboard.events.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.redis.Generations.Generation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BoardKeysTest {
  private static final Generation GENERATION = new Generation("7f3", 64, 2, "topic");

  @Test
  void namesTheKeysOfAShard() {
    BoardKeys keys = keys(BoardDefinition.withDefaults("weekly", PeriodKind.WEEKLY));

    assertThat(keys.bucket(0)).isEqualTo(17);
    BoardKeys.OfPeriod week = keys.in("2026-W47", 0);
    assertThat(week.sortedSet()).isEqualTo("lb:{7f3.b17}:chess:weekly:r12:2026-W47:s0:z");
    assertThat(week.times()).isEqualTo("lb:{7f3.b17}:chess:weekly:r12:2026-W47:s0:t");
    assertThat(week.guards()).isEqualTo("lb:{7f3.b17}:chess:weekly:r12:2026-W47:s0:g");
    assertThat(keys.periods(0)).contains("lb:{7f3.b17}:chess:weekly:r12:periods:s0");
    BoardKeys filled = new BoardKeys(GENERATION, "chess", new Edition(12, "k2a"), keys.board());
    assertThat(filled.in("2026-W47", 0).sortedSet())
        .isEqualTo("lb:{7f3.b17}:chess:weekly:r12.k2a:2026-W47:s0:z");
    assertThat(Edition.parse(filled.edition().toString())).isEqualTo(filled.edition());
    assertThat(Edition.parse("1")).isEqualTo(Edition.FIRST);
  }

  @ParameterizedTest
  @EnumSource(value = PeriodKind.class, mode = EnumSource.Mode.EXCLUDE, names = "SEASONS")
  void onlyABoardOfAllTimeHasNoListOfPeriods(PeriodKind kind) {
    assertThat(keys(BoardDefinition.withDefaults("main", kind)).periods(0).isPresent())
        .isEqualTo(kind != PeriodKind.ALL_TIME);
  }

  @ParameterizedTest
  @CsvSource({
    "BEST, SHARED, false",
    "SUM, SHARED, false",
    "COUNT, SHARED, false",
    "LAST, SHARED, true",
    "BEST, EARLIEST, true",
    "SUM, EARLIEST, true"
  })
  void remembersTimesWhereTheyDecide(Aggregation aggregation, Ties ties, boolean expected) {
    BoardDefinition board =
        new BoardDefinition(
            "main",
            aggregation,
            Order.DESC,
            BoardDefinition.SCORE,
            PeriodKind.ALL_TIME,
            List.of(),
            ties,
            BoardDefinition.DEFAULT_RETENTION,
            1);
    assertThat(keys(board).hasTimes()).isEqualTo(expected);
  }

  private static BoardKeys keys(BoardDefinition board) {
    return new BoardKeys(GENERATION, "chess", Edition.of(12), board);
  }
}
