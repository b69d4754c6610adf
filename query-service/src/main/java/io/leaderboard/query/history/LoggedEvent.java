package io.leaderboard.query.history;

import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An event as it stands in the history.
 *
 * @param score times 10 to the power of {@code scale}, as are the metrics
 * @param acceptedAt milliseconds since 1970
 * @param late it came too late for a board of its game
 * @param outOfRange the boards on which it does not count because a sum would leave 15 digits
 */
record LoggedEvent(
    EventPlace place,
    int partition,
    String eventId,
    long score,
    int scale,
    Map<String, Long> metrics,
    long acceptedAt,
    @Nullable String matchId,
    Map<String, String> metadata,
    boolean duplicate,
    boolean late,
    List<String> outOfRange) {
  /** What {@link #of} reads, in its order. */
  static final String COLUMNS =
      "occurred_at, log_offset, log_partition, event_id, score, scale, metrics, accepted_at,"
          + " match_id, metadata, duplicate, late, out_of_range";

  static LoggedEvent of(Row row) {
    return new LoggedEvent(
        new EventPlace(millis(row, 0), row.getLong(1)),
        row.getInt(2),
        Objects.requireNonNull(row.getString(3)),
        row.getLong(4),
        row.getInt(5),
        sorted(row.getMap(6, String.class, Long.class)),
        millis(row, 7),
        row.getString(8),
        sorted(row.getMap(9, String.class, String.class)),
        row.getBoolean(10),
        row.getBoolean(11),
        boards(row.getList(12, String.class)));
  }

  /** An event without any has no map. */
  private static <V> Map<String, V> sorted(@Nullable Map<String, V> map) {
    return map == null ? Map.of() : new TreeMap<>(map);
  }

  private static List<String> boards(@Nullable List<String> boards) {
    return boards == null ? List.of() : List.copyOf(boards);
  }

  private static long millis(Row row, int column) {
    Instant instant = row.getInstant(column);
    return Objects.requireNonNull(instant).toEpochMilli();
  }
}
