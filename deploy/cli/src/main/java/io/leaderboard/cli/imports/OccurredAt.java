package io.leaderboard.cli.imports;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/**
 * Reads times. With an offset they say themselves when they are; without one they are in the game's
 * zone, and a date alone is its first moment there.
 */
record OccurredAt(ZoneId zone) {
  private static final int DATE_CHARACTERS = "2026-11-21".length();

  Instant parse(String text) throws RejectedLineException {
    // A blank in place of the T, as databases write it.
    String iso =
        text.length() > DATE_CHARACTERS && text.charAt(DATE_CHARACTERS) == ' '
            ? text.substring(0, DATE_CHARACTERS) + "T" + text.substring(DATE_CHARACTERS + 1)
            : text;
    try {
      if (iso.length() <= DATE_CHARACTERS) {
        return LocalDate.parse(iso).atStartOfDay(zone).toInstant();
      }
      int time = iso.indexOf('T') < 0 ? iso.indexOf('t') : iso.indexOf('T');
      boolean offset = time > 0 && iso.substring(time).matches(".*([Zz]|[+-]\\d\\d(:?\\d\\d)?)");
      return offset
          ? OffsetDateTime.parse(iso).toInstant()
          : LocalDateTime.parse(iso).atZone(zone).toInstant();
    } catch (DateTimeException e) {
      throw new RejectedLineException(
          "time \"%s\" must be a date like 2026-11-21, a local time like 2026-11-21T18:30:00 or one with an offset like 2026-11-21T18:30:00Z"
              .formatted(text));
    }
  }
}
