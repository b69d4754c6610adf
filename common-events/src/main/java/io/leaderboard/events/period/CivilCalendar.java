package io.leaderboard.events.period;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Days, weeks or months in a time zone; a day has 23 or 25 hours when the clocks change. */
final class CivilCalendar implements PeriodCalendar {
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
    Period period = beginningWith(unit.first(date));
    latest = period;
    return period;
  }

  @Override
  public Optional<Period> find(String id) {
    try {
      LocalDate first = unit.parse(id);
      return unit.id(first).equals(id) ? Optional.of(beginningWith(first)) : Optional.empty();
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
