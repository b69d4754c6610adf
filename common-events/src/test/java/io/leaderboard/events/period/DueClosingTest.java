package io.leaderboard.events.period;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Closing;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Season;
import io.leaderboard.events.reference.RandomEvents;
import io.leaderboard.events.reference.RandomGames;
import io.leaderboard.events.reference.ReferenceCalendar;
import io.leaderboard.events.reference.Seed;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** When periods had ended, against the calendar that follows the definition of the words. */
class DueClosingTest {
  private static final int CASES = 3_000;
  private static final long DAY = 24L * 3_600_000;

  @Test
  void theLastEndIsThatOfAPeriodAndNoneEndsBetweenItAndTheMoment() {
    Seed seed = Seed.fresh();
    RandomGames games = new RandomGames(seed);
    RandomEvents moments = new RandomEvents(seed, List.of(games.next("moments")));
    Random random = seed.random();
    for (int i = 0; i < CASES; i++) {
      GameDefinition game = games.next("game");
      long now = moments.next().occurredAt();
      for (BoardDefinition board : game.boards()) {
        OptionalLong end = PeriodCalendar.of(board, game.timeZone()).lastEnd(now);
        String as = seed + " " + board + " in " + game.timeZone() + " at " + now;
        if (board.period() == PeriodKind.ALL_TIME) {
          assertThat(end).as(as).isEmpty();
        } else if (board.period() == PeriodKind.SEASONS) {
          assertThat(end).as(as).isEqualTo(lastOfSeasons(board, now));
        } else {
          requireLastOfCivil(as, board, game.timeZone(), end.orElseThrow(), now, random);
        }
      }
    }
  }

  @Test
  void aGameIsClosedThroughTheLatestEndOfItsBoardsWhenItsLatenessHasPassed() {
    Seed seed = Seed.fresh();
    RandomGames games = new RandomGames(seed);
    RandomEvents moments = new RandomEvents(seed, List.of(games.next("moments")));
    for (int i = 0; i < CASES; i++) {
      GameDefinition game = games.next("game");
      long now = moments.next().occurredAt();
      OptionalLong latest =
          game.boards().stream()
              .map(board -> PeriodCalendar.of(board, game.timeZone()))
              .map(calendar -> calendar.lastEnd(now - game.lateness().toMillis()))
              .flatMapToLong(end -> end.isPresent() ? end.stream() : LongStream.empty())
              .max();
      assertThat(DueClosing.through(game, now))
          .as("%s %s at %d", seed, game, now)
          .isEqualTo(game.closing() == Closing.AUTOMATIC ? latest : OptionalLong.empty());
    }
  }

  private static OptionalLong lastOfSeasons(BoardDefinition board, long now) {
    return board.seasons().stream().mapToLong(Season::end).filter(end -> end <= now).max();
  }

  private static void requireLastOfCivil(
      String as, BoardDefinition board, ZoneId zone, long end, long now, Random random) {
    assertThat(end).as(as).isLessThanOrEqualTo(now);
    assertThat(ReferenceCalendar.end(board, zone, end - 1)).as(as).isEqualTo(end);
    Optional<String> current = ReferenceCalendar.periodId(board, zone, now);
    assertThat(ReferenceCalendar.periodId(board, zone, end - 1)).as(as).isNotEqualTo(current);
    long between = end + (now == end ? 0 : random.nextLong(Math.min(now - end, 40 * DAY)));
    assertThat(ReferenceCalendar.periodId(board, zone, between)).as(as).isEqualTo(current);
    assertThat(ReferenceCalendar.periodId(board, zone, end)).as(as).isEqualTo(current);
  }
}
