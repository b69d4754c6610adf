package io.leaderboard.events.period;

import io.leaderboard.events.game.Season;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Named seasons, at least one, with gaps between them. */
final class SeasonCalendar implements PeriodCalendar {
  private final TreeMap<Long, Period> byStart = new TreeMap<>();

  SeasonCalendar(List<Season> seasons) {
    for (Season season : seasons) {
      byStart.put(season.start(), new Period(season.name(), season.start(), season.end()));
    }
  }

  @Override
  public @Nullable Period at(long epochMillis) {
    var entry = byStart.floorEntry(epochMillis);
    return entry != null && entry.getValue().contains(epochMillis) ? entry.getValue() : null;
  }

  @Override
  public Period newest(long epochMillis) {
    var begun = byStart.floorEntry(epochMillis);
    return begun == null ? byStart.firstEntry().getValue() : begun.getValue();
  }

  @Override
  public OptionalLong lastEnd(long epochMillis) {
    var latest = byStart.floorEntry(epochMillis);
    if (latest != null && latest.getValue().end() > epochMillis) {
      latest = byStart.lowerEntry(latest.getKey());
    }
    return latest == null ? OptionalLong.empty() : OptionalLong.of(latest.getValue().end());
  }

  @Override
  public OptionalLong nextEnd(long epochMillis) {
    return byStart.values().stream().mapToLong(Period::end).filter(end -> end > epochMillis).min();
  }

  @Override
  public Optional<Period> find(String id) {
    return byStart.values().stream().filter(period -> period.id().equals(id)).findFirst();
  }
}
