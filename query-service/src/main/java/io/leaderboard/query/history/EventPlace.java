package io.leaderboard.query.history;

import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.time.Rfc3339;
import io.leaderboard.web.CursorText;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;

/**
 * Where an event stands in the history of its user, and as a cursor the last event of a page: what
 * is added meanwhile moves nobody else's page. Later ones are greater.
 *
 * @param occurredAt milliseconds since 1970
 * @param offset in the partition of the log that all events of the user are in
 */
record EventPlace(long occurredAt, long offset) implements Comparable<EventPlace> {
  /** Longer than the text of any cursor. */
  static final int MAX_LENGTH = 64;

  /** Says how the rest is to be read. */
  private static final byte FORM = 1;

  private static final int BYTES = 1 + 2 * Long.BYTES;

  private static final Comparator<EventPlace> ORDER =
      Comparator.comparingLong(EventPlace::occurredAt).thenComparingLong(EventPlace::offset);

  /** The UTC month of an instant as the tables have it: 202611 for November 2026. */
  static int month(long epochMillis) {
    LocalDate date = LocalDate.ofInstant(Instant.ofEpochMilli(epochMillis), ZoneOffset.UTC);
    return date.getYear() * 100 + date.getMonthValue();
  }

  /** URL-safe text. */
  String encoded() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.put(FORM).putLong(occurredAt).putLong(offset);
    return CursorText.of(bytes.array());
  }

  /**
   * What {@link #encoded} gave.
   *
   * @throws InvalidFieldException when {@code text} is no cursor
   */
  static EventPlace parse(String text) {
    ByteBuffer bytes = ByteBuffer.wrap(CursorText.bytes(text));
    if (bytes.remaining() == BYTES && bytes.get() == FORM) {
      EventPlace place = new EventPlace(bytes.getLong(), bytes.getLong());
      if (place.occurredAt() >= Rfc3339.EARLIEST
          && place.occurredAt() < Rfc3339.END
          && place.offset() >= 0) {
        return place;
      }
    }
    throw CursorText.refused();
  }

  @Override
  public int compareTo(EventPlace other) {
    return ORDER.compare(this, other);
  }
}
