package io.leaderboard.events.period;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Season;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.reference.RandomGames;
import io.leaderboard.events.reference.ReferenceCalendar;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.events.score.ScoreEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodCalendarTest {
  private static final List<PeriodKind> CIVIL =
      List.of(PeriodKind.DAILY, PeriodKind.WEEKLY, PeriodKind.MONTHLY);

  @ParameterizedTest
  @CsvSource({
    "DAILY, UTC, 2026-11-21T00:00:00Z, 2026-11-21, 24",
    "DAILY, UTC, 1900-01-01T00:00:00Z, 1900-01-01, 24",
    "DAILY, UTC, 9999-12-31T23:59:59.999Z, 9999-12-31, 24",
    "DAILY, America/New_York, 2026-03-08T12:00:00Z, 2026-03-08, 23",
    "DAILY, America/New_York, 2026-11-01T12:00:00Z, 2026-11-01, 25",
    "DAILY, America/New_York, 2026-11-21T04:59:59.999Z, 2026-11-20, 24",
    "DAILY, Asia/Kathmandu, 2026-11-20T18:15:00Z, 2026-11-21, 24",
    "DAILY, Pacific/Apia, 2011-12-30T09:59:59.999Z, 2011-12-29, 24",
    "DAILY, Pacific/Apia, 2011-12-30T10:00:00Z, 2011-12-31, 24",
    "WEEKLY, UTC, 2026-11-21T00:00:00Z, 2026-W47, 168",
    "WEEKLY, UTC, 2027-01-01T00:00:00Z, 2026-W53, 168",
    "WEEKLY, UTC, 2024-12-30T00:00:00Z, 2025-W01, 168",
    "WEEKLY, UTC, 2021-01-03T23:59:59.999Z, 2020-W53, 168",
    "WEEKLY, UTC, 1900-01-01T00:00:00Z, 1900-W01, 168",
    "WEEKLY, Pacific/Apia, 2011-12-30T10:00:00Z, 2011-W52, 144",
    "WEEKLY, Europe/Berlin, 2026-10-20T10:00:00Z, 2026-W43, 169",
    "MONTHLY, UTC, 2026-11-21T00:00:00Z, 2026-11, 720",
    "MONTHLY, UTC, 2024-02-29T00:00:00Z, 2024-02, 696",
    "MONTHLY, Asia/Tokyo, 2026-10-31T15:00:00Z, 2026-11, 720"
  })
  void namesThePeriodAndKnowsItsLength(
      PeriodKind kind, String zone, Instant at, String id, long hours) {
    Period period = Objects.requireNonNull(civil(kind, zone).at(at.toEpochMilli()));
    assertThat(period.id()).isEqualTo(id);
    assertThat(Duration.ofMillis(period.end() - period.start())).isEqualTo(Duration.ofHours(hours));
    assertThat(period.contains(at.toEpochMilli())).isTrue();
  }

  @Test
  void knowsThatLordHoweMovesItsClocksByHalfAnHour() {
    PeriodCalendar calendar = civil(PeriodKind.DAILY, "Australia/Lord_Howe");
    assertThat(length(calendar, "2026-04-05")).isEqualTo(Duration.ofMinutes(24 * 60 + 30));
    assertThat(length(calendar, "2026-10-04")).isEqualTo(Duration.ofMinutes(24 * 60 - 30));
  }

  @Test
  void answersTheSameWhateverItWasAskedBefore() {
    // On 2006-10-29 at 00:01 the clocks went back to 23:01 of the 28th.
    PeriodCalendar calendar = civil(PeriodKind.DAILY, "America/St_Johns");
    long firstMinute = Instant.parse("2006-10-29T02:30:30Z").toEpochMilli();
    long oldDateAgain = Instant.parse("2006-10-29T02:45:00Z").toEpochMilli();
    Period fresh = calendar.at(oldDateAgain);
    Period day = Objects.requireNonNull(calendar.at(firstMinute));
    assertThat(day.id()).isEqualTo("2006-10-29");
    assertThat(calendar.at(oldDateAgain)).isEqualTo(fresh).isEqualTo(day);
  }

  @Test
  void agreesWithTheReferenceInEveryTimeZoneAboutEveryChangeOfItsClocks() {
    Set<ZoneRules> seen = new HashSet<>();
    for (String id : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
      ZoneId zone = ZoneId.of(id);
      if (!seen.add(zone.getRules())) {
        continue;
      }
      for (PeriodKind kind : CIVIL) {
        BoardDefinition board = BoardDefinition.withDefaults("board", kind);
        ZoneOffsetTransition change =
            zone.getRules().nextTransition(Instant.ofEpochMilli(ScoreEvent.EARLIEST));
        Instant until = Instant.parse("2030-01-01T00:00:00Z");
        while (change != null && change.getInstant().isBefore(until)) {
          long at = change.getInstant().toEpochMilli();
          for (long near : new long[] {-90_000_000, -60_000, -1, 0, 1, 1_800_000, 90_000_000}) {
            // A new one each time: what it remembers would hide what it computes.
            PeriodCalendar calendar = PeriodCalendar.of(board, zone);
            requireAgreement(calendar, board, zone, Math.max(ScoreEvent.EARLIEST, at + near), id);
          }
          change = zone.getRules().nextTransition(change.getInstant());
        }
      }
    }
  }

  @Test
  void agreesWithTheReferenceAtRandomMoments() {
    Seed seed = Seed.fresh();
    Random random = seed.random();
    List<String> zones = List.copyOf(new TreeSet<>(ZoneId.getAvailableZoneIds()));
    for (int i = 0; i < 30_000; i++) {
      ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
      BoardDefinition board =
          BoardDefinition.withDefaults("board", CIVIL.get(random.nextInt(CIVIL.size())));
      long at = random.nextLong(ScoreEvent.EARLIEST, ScoreEvent.END_OF_TIME);
      requireAgreement(PeriodCalendar.of(board, zone), board, zone, at, seed + " case " + i);
    }
  }

  @Test
  void letsEachPeriodBeginWhereTheOneBeforeEnds() {
    for (String zone : List.of("Pacific/Apia", "America/St_Johns", "America/Sao_Paulo", "UTC")) {
      for (PeriodKind kind : CIVIL) {
        BoardDefinition board = BoardDefinition.withDefaults("board", kind);
        PeriodCalendar calendar = PeriodCalendar.of(board, ZoneId.of(zone));
        long at = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
        long until = Instant.parse("2013-01-01T00:00:00Z").toEpochMilli();
        while (at < until) {
          Period period = Objects.requireNonNull(calendar.at(at));
          assertThat(period.end())
              .as("%s of %s in %s", kind, period.id(), zone)
              .isEqualTo(ReferenceCalendar.end(board, ZoneId.of(zone), at));
          Period next = Objects.requireNonNull(calendar.at(period.end()));
          assertThat(next.start()).isEqualTo(period.end());
          at = period.end();
        }
      }
    }
  }

  @Test
  void countsAnEventInTheSeasonItLiesInAndInNoneBetweenSeasons() {
    PeriodCalendar calendar =
        seasons(
            new Season("1991", 0, 100), new Season("1992", 100, 200), new Season("x", 300, 301));
    assertThat(calendar.at(-1)).isNull();
    assertThat(calendar.at(0)).isEqualTo(new Period("1991", 0, 100));
    assertThat(calendar.at(99)).isEqualTo(new Period("1991", 0, 100));
    assertThat(calendar.at(100)).isEqualTo(new Period("1992", 100, 200));
    assertThat(calendar.at(200)).isNull();
    assertThat(calendar.at(300)).isEqualTo(new Period("x", 300, 301));
    assertThat(calendar.at(301)).isNull();
    assertThat(calendar.find("1992")).contains(new Period("1992", 100, 200));
    assertThat(calendar.find("1993")).isEmpty();
  }

  @Test
  void showsTheNewestSeasonThatHasBegunAndBeforeTheFirstThat() {
    PeriodCalendar calendar =
        seasons(
            new Season("one", 100, 200), new Season("two", 200, 300), new Season("x", 400, 500));
    for (Map.Entry<Long, String> each :
        Map.of(
                0L, "one", 99L, "one", 100L, "one", 199L, "one", 200L, "two", 300L, "two", 399L,
                "two", 400L, "x", 500L, "x", 9_999L, "x")
            .entrySet()) {
      assertThat(calendar.newest(each.getKey()).id())
          .as("%d", each.getKey())
          .isEqualTo(each.getValue());
    }
    assertThat(new PeriodCalendar.AllTime().newest(5)).isEqualTo(Period.ALL_TIME);
  }

  @Test
  void agreesWithALinearScanOfTheSeasons() {
    Seed seed = Seed.fresh();
    Random random = seed.random();
    RandomGames games = new RandomGames(seed, EnumSet.of(PeriodKind.SEASONS), sharedTies());
    for (int i = 0; i < 2_000; i++) {
      BoardDefinition board = games.board("board");
      PeriodCalendar calendar = PeriodCalendar.of(board, ZoneId.of("UTC"));
      for (Season season : board.seasons()) {
        for (long at :
            new long[] {season.start() - 1, season.start(), season.end() - 1, season.end()}) {
          requireAgreement(calendar, board, ZoneId.of("UTC"), at, seed + " case " + i);
        }
      }
      requireAgreement(
          calendar, board, ZoneId.of("UTC"), random.nextLong(2_000_000_000_000L), seed.toString());
    }
  }

  @Test
  void hasOnePeriodWithoutEndForAllTime() {
    PeriodCalendar calendar = civil(PeriodKind.ALL_TIME, "UTC");
    assertThat(calendar.at(Long.MIN_VALUE)).isSameAs(Period.ALL_TIME);
    assertThat(Period.ALL_TIME.contains(Long.MAX_VALUE)).isTrue();
    assertThat(Period.ALL_TIME.contains(Long.MIN_VALUE)).isTrue();
    assertThat(calendar.find("all-time")).contains(Period.ALL_TIME);
    assertThat(calendar.find("All-time")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "all-time",
        "2026",
        "2026-1",
        "2026-13",
        "2026-00",
        "2026-11-31",
        "2026-02-29",
        "2026-1-1",
        "26-01-01",
        "2026-W00",
        "2026-W54",
        "2026-w47",
        "2026-W4",
        "2026-W047",
        "2025-W53",
        "2026-11-21T00:00:00Z",
        " 2026-11-21",
        "2026-11-21 ",
        "+2026-11-21",
        "+999999999-12-31",
        "+999999999-12-30",
        "-999999999-01-01",
        "-0001-01-01",
        "+999999-W01",
        "+999999999-12",
        "-999999999-01",
        "２０２６-11-21",
        "2026-11-21\u0000",
        "..",
        "🏆"
      })
  void knowsNoPeriodOfAJunkId(String id) {
    for (PeriodKind kind : CIVIL) {
      assertThat(civil(kind, "Europe/Berlin").find(id)).as("%s", kind).isEmpty();
    }
    assertThat(seasons(new Season("s", 0, 1)).find(id)).isEmpty();
  }

  @Test
  void knowsNoPeriodOfADayThatAPlaceSkipped() {
    assertThat(civil(PeriodKind.DAILY, "Pacific/Apia").find("2011-12-30")).isEmpty();
    assertThat(civil(PeriodKind.DAILY, "Pacific/Auckland").find("2011-12-30")).isPresent();
  }

  @ParameterizedTest
  @EnumSource(
      value = PeriodKind.class,
      names = {"DAILY", "WEEKLY", "MONTHLY"})
  void doesNotTakeAnIdOfAnotherKind(PeriodKind kind) {
    for (PeriodKind other : CIVIL) {
      Period period = Objects.requireNonNull(civil(other, "UTC").at(0));
      assertThat(civil(kind, "UTC").find(period.id()).isPresent()).isEqualTo(kind == other);
    }
  }

  private static void requireAgreement(
      PeriodCalendar calendar, BoardDefinition board, ZoneId zone, long at, String context) {
    Period period = calendar.at(at);
    Optional<String> expected = ReferenceCalendar.periodId(board, zone, at);
    if (period == null || expected.isEmpty() || !period.contains(at)) {
      assertThat(expected).as("%s at %s, %s", board.period(), at, context).isEmpty();
      assertThat(period).as("%s at %s, %s", board.period(), at, context).isNull();
      return;
    }
    if (at < Instant.parse("9999-12-20T00:00:00Z").toEpochMilli()) {
      assertThat(period.id())
          .as("%s at %s, %s", board.period(), Instant.ofEpochMilli(at), context)
          .isEqualTo(expected.get());
    }
    assertThat(calendar.find(period.id()))
        .as("%s at %s, %s", board.period(), Instant.ofEpochMilli(at), context)
        .contains(period);
  }

  private static Duration length(PeriodCalendar calendar, String id) {
    Period period = calendar.find(id).orElseThrow();
    return Duration.ofMillis(period.end() - period.start());
  }

  private static EnumSet<Ties> sharedTies() {
    return EnumSet.of(Ties.SHARED);
  }

  private static PeriodCalendar civil(PeriodKind kind, String zone) {
    return PeriodCalendar.of(BoardDefinition.withDefaults("board", kind), ZoneId.of(zone));
  }

  private static PeriodCalendar seasons(Season... seasons) {
    return new SeasonCalendar(List.of(seasons));
  }
}
