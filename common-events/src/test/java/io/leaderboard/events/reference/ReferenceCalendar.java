package io.leaderboard.events.reference;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Season;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Locale;
import java.util.Optional;

/**
 * Periods by the definition of the words. A day begins the first moment that the clocks of the
 * place show its date: where they are put back over midnight, the hour that shows yesterday's date
 * once more still belongs to the new day, so that no moment belongs to a day that had ended.
 */
public final class ReferenceCalendar {
  private static final long WEEKS_MILLIS = 45L * 24 * 3_600_000;

  private ReferenceCalendar() {}

  /** The id of the period that an instant belongs to; empty when it lies in none of the seasons. */
  public static Optional<String> periodId(BoardDefinition board, ZoneId zone, long at) {
    return switch (board.period()) {
      case ALL_TIME -> Optional.of("all-time");
      case DAILY -> Optional.of(date(zone, at).toString());
      case WEEKLY -> Optional.of(week(date(zone, at)));
      case MONTHLY -> Optional.of(date(zone, at).toString().substring(0, 7));
      case SEASONS -> {
        for (Season season : board.seasons()) {
          if (season.start() <= at && at < season.end()) {
            yield Optional.of(season.name());
          }
        }
        yield Optional.empty();
      }
    };
  }

  /**
   * The first instant after {@code at} that does not belong to {@code at}'s period any more; {@link
   * Long#MAX_VALUE} for all time. The instant lies in a period.
   */
  public static long end(BoardDefinition board, ZoneId zone, long at) {
    switch (board.period()) {
      case ALL_TIME -> {
        return Long.MAX_VALUE;
      }
      case SEASONS -> {
        return board.seasons().stream()
            .filter(season -> season.start() <= at && at < season.end())
            .findFirst()
            .orElseThrow()
            .end();
      }
      default -> {
        Optional<String> id = periodId(board, zone, at);
        long inside = at;
        long outside = at + WEEKS_MILLIS;
        while (outside - inside > 1) {
          long middle = inside + (outside - inside) / 2;
          if (periodId(board, zone, middle).equals(id)) {
            inside = middle;
          } else {
            outside = middle;
          }
        }
        return outside;
      }
    }
  }

  /** The latest date that the clocks of the place showed until {@code at}. */
  private static LocalDate date(ZoneId zone, long at) {
    Instant instant = Instant.ofEpochMilli(at);
    LocalDate latest = LocalDate.ofInstant(instant, zone);
    ZoneOffsetTransition change = zone.getRules().previousTransition(instant.plusMillis(1));
    if (change != null && change.isOverlap()) {
      LocalDate before = LocalDate.ofInstant(change.getInstant().minusMillis(1), zone);
      return before.isAfter(latest) ? before : latest;
    }
    return latest;
  }

  /** A week belongs to the year that its Thursday lies in. */
  private static String week(LocalDate date) {
    LocalDate thursday = date.plusDays(4 - date.getDayOfWeek().getValue());
    return String.format(
        Locale.ROOT, "%04d-W%02d", thursday.getYear(), (thursday.getDayOfYear() + 6) / 7);
  }
}
