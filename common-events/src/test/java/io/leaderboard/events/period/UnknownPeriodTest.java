package io.leaderboard.events.period;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Named;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Season;
import io.leaderboard.events.game.Ties;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UnknownPeriodTest {
  @ParameterizedTest
  @CsvSource({
    "weekly, 2021-W53, 'must be an ISO week, such as 2026-W47: 2021 has 52 ISO weeks'",
    "weekly, 2020-W54, 'must be an ISO week, such as 2026-W47: 2020 has 53 ISO weeks'",
    "weekly, 2020-W00, 'must be an ISO week, such as 2026-W47: 2020 has 53 ISO weeks'",
    "weekly, 2020-12, 'must be an ISO week, such as 2026-W47'",
    "daily, 2026-02-29, 'must be a day, such as 2026-11-21: 2026-02 has 28 days'",
    "daily, 2026-13-01, 'must be a day, such as 2026-11-21: months are 01 to 12'",
    "daily, today, 'must be a day, such as 2026-11-21'",
    "monthly, 2026-13, 'must be a month, such as 2026-11: months are 01 to 12'",
    "monthly, may, 'must be a month, such as 2026-11'",
    "seasons, winter, 'must be the name of one of the board''s seasons'",
    "seasons, sprnig-1992, 'must be the name of one of the board''s seasons: did you mean spring-1992?'",
    "all-time, 2026, 'must be all-time: the board has no other'"
  })
  void saysWhatIsWrong(String kind, String asked, String allowed) {
    PeriodKind period = Named.parse("period", kind, PeriodKind.class);
    List<Season> seasons =
        period == PeriodKind.SEASONS ? List.of(new Season("spring-1992", 0, 1)) : List.of();
    BoardDefinition board =
        new BoardDefinition(
            "b",
            Aggregation.BEST,
            Order.DESC,
            BoardDefinition.SCORE,
            period,
            seasons,
            Ties.SHARED,
            2,
            1);
    assertThat(UnknownPeriod.allowed(board, asked)).isEqualTo(allowed);
  }
}
