package io.leaderboard.events.period;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Days, weeks or months in a time zone; a day has 23 or 25 hours when the clocks change. A day
 * begins the first moment the clocks show its date. Where they are put back over midnight
 * (America/St_Johns until 2011, at 00:01), the hour that shows the old date again belongs to the
 * new day: periods follow each other without overlap, and an instant belongs to exactly one.
 */
final class CivilCalendar implements PeriodCalendar {
  // The last of events is 9999 in UTC, so 10000 in places east of it. Far beyond, milliseconds
  // overflow.
  private static final int LAST_YEAR = 10_000;

  private final CivilUnit unit;
  private final ZoneId zone;

  // Most events of a game belong to the period of the event before. Racing threads at worst
  // compute the same period twice.
  private volatile @Nullable Period latest;

  CivilCalendar(CivilUnit unit, ZoneId zone) {
    this.unit = unit;
    this.zone = zone;
  }

  @Override
  public Period at(long epochMillis) {
    Period cached = latest;
    if (cached != null && cached.contains(epochMillis)) {
      return cached;
    }
    LocalDate date = LocalDate.ofInstant(Instant.ofEpochMilli(epochMillis), zone);
    LocalDate first = unit.first(date);
    Period period = beginningWith(first);
    while (epochMillis >= period.end()) {
      first = unit.next(first);
      period = beginningWith(first);
    }
    latest = period;
    return period;
  }

  @Override
  public Period newest(long epochMillis) {
    return at(epochMillis);
  }

  @Override
  public OptionalLong lastEnd(long epochMillis) {
    // They follow each other without gaps: the one before ended when this one began.
    return OptionalLong.of(at(epochMillis).start());
  }

  @Override
  public OptionalLong nextEnd(long epochMillis) {
    return OptionalLong.of(at(epochMillis).end());
  }

  @Override
  public Optional<Period> find(String id) {
    try {
      LocalDate first = unit.parse(id);
      if (!unit.id(first).equals(id) || first.getYear() < 0 || first.getYear() > LAST_YEAR) {
        return Optional.empty();
      }
      Period period = beginningWith(first);
      // A place that moved across the date line skipped a day, which has an id and no instant.
      return period.start() < period.end() ? Optional.of(period) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Period beginningWith(LocalDate first) {
    return new Period(unit.id(first), startOf(first), startOf(unit.next(first)));
  }

  private long startOf(LocalDate date) {
    return date.atStartOfDay(zone).toInstant().toEpochMilli();
  }
}
