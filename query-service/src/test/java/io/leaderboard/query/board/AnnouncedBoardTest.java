package io.leaderboard.query.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.finals.FinalFacts;
import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalMeaning;
import io.leaderboard.events.finals.FinalPeriod;
import io.leaderboard.events.finals.FinalRules;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.reference.Seed;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is remembered of announcements, against a map of all of them. */
class AnnouncedBoardTest {
  private final Seed seed = Seed.fresh();
  private final Random random = seed.random();

  @Test
  void noPeriodThatWasAnnouncedUnderOtherRulesIsTakenForAlike() {
    for (int round = 0; round < 200; round++) {
      AnnouncedBoard board = new AnnouncedBoard();
      Map<String, FinalMeaning> all = new HashMap<>();
      int rules = 1 + random.nextInt(50);
      for (int i = 0; i < 300; i++) {
        FinalManifest manifest = manifest(period(random.nextInt(400)), 1 + random.nextInt(rules));
        board.add(manifest);
        all.put(manifest.period().period(), manifest.meaning());
      }
      for (int i = 0; i < 300; i++) {
        Period period = period(random.nextInt(800));
        int version = 1 + random.nextInt(rules);
        FinalMeaning announced = all.get(period.id());
        if (announced != null && !announced.isThatOf(version, rules(version), period)) {
          assertThat(board.mayDiffer(version, rules(version), period))
              .as("%s: %s under %d", seed, period, version)
              .isTrue();
        }
      }
    }
  }

  @Test
  void everyPeriodThatWasAnnouncedMayHaveBeenAndWhatLiesBeyondAllIsNone() {
    AnnouncedBoard board = new AnnouncedBoard();
    for (int i = 0; i < 300; i++) {
      Period period = period(random.nextInt(400));
      board.add(manifest(period, 1 + random.nextInt(40)));
      assertThat(board.mayHave(period.id())).as("%s: %s", seed, period).isTrue();
    }
    for (String other : List.of("1899-12-31", "2999-W01", "no-such-season")) {
      assertThat(board.mayHave(other)).as("%s: %s", seed, other).isFalse();
    }
  }

  @Test
  void whatComesBehindEverythingThatWasAnnouncedIsAlikeUnderAnyRules() {
    AnnouncedBoard board = new AnnouncedBoard();
    for (int i = 0; i < 600; i++) {
      board.add(manifest(day(i), 1 + i / 200));
    }
    for (int i = 600; i < 700; i++) {
      assertThat(board.mayDiffer(9, rules(9), day(i))).as("%s", day(i)).isFalse();
    }
    // Nor does it matter which came before, for those that were announced last.
    for (int i = 400; i < 600; i++) {
      assertThat(board.mayDiffer(3, rules(3), day(i))).as("%s", day(i)).isFalse();
    }
  }

  @Test
  void aSeasonThatWasMovedUnderItsNameMayDiffer() {
    AnnouncedBoard board = new AnnouncedBoard();
    Period cup = new Period("cup", 1_000, 2_000);
    board.add(manifest(cup, 2));
    assertThat(board.mayDiffer(2, rules(2), cup)).isFalse();
    assertThat(board.mayDiffer(2, rules(2), new Period("cup", 1_000, 1_500))).isTrue();
    assertThat(board.mayDiffer(2, rules(2), new Period("cup-2", 2_000, 3_000))).isFalse();
  }

  @Test
  void aManifestThatDoesNotTellItsRulesIsAlikeByTheirVersionAlone() {
    AnnouncedBoard board = new AnnouncedBoard();
    FinalManifest full = manifest(period(0), 2);
    board.add(
        new FinalManifest(
            full.period(), full.start(), full.end(), 2, 0, 1, 1, "", 0, FinalFacts.UNKNOWN));
    assertThat(board.mayDiffer(2, rules(2), period(0))).isFalse();
    assertThat(board.mayDiffer(3, rules(2), period(0))).isTrue();
  }

  /** The days of a year, of every tenth the month, of every seventh a season. */
  private static Period period(int number) {
    Period day = day(number);
    if (number % 7 == 0) {
      return new Period("season-" + number, day.start(), day.end());
    }
    // A number of the month's own for its start, whichever day it was made from.
    String month = day.id().substring(0, 7);
    return number % 10 == 0 ? new Period(month, month.hashCode(), Long.MAX_VALUE - 1) : day;
  }

  private static Period day(int number) {
    LocalDate day = LocalDate.of(2025, 1, 1).plusDays(number);
    long start = day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    return new Period(day.toString(), start, start + 1_000);
  }

  /** Others under each version. */
  private static FinalRules rules(int version) {
    GameDefinition game = GameDefinition.automatic("g");
    BoardDefinition board = BoardDefinition.withDefaults("b", PeriodKind.DAILY);
    FinalRules rules = FinalRules.of(game, board);
    return new FinalRules(
        0,
        rules.timeZone(),
        rules.closing(),
        rules.aggregation(),
        rules.order(),
        "metric" + version,
        rules.period(),
        rules.ties());
  }

  private static FinalManifest manifest(Period period, int version) {
    return new FinalManifest(
        new FinalPeriod("g", "b", period.id()),
        period.start(),
        period.end(),
        version,
        0,
        1,
        1,
        "",
        0,
        new FinalFacts("", period.end(), period.end(), rules(version)));
  }
}
