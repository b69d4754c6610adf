package io.leaderboard.query.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.leaderboard.events.decimal.ScaledLong;
import io.leaderboard.events.time.Rfc3339;
import io.leaderboard.events.topic.Position;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An event, as JSON has it. Numbers are those that were submitted, exactly: one that has more
 * decimals than the game has now is shown with them, and marked.
 *
 * @param notRepresentable true when the score has more decimals, or more digits, than the game has
 *     now: it counts on no board by its score; null otherwise, as the marks that follow
 * @param outOfRange the boards on which it does not count because a sum would leave 15 digits
 * @param position where it stands in the log
 */
@JsonPropertyOrder({
  "eventId",
  "occurredAt",
  "score",
  "notRepresentable",
  "late",
  "duplicate",
  "outOfRange",
  "metrics",
  "matchId",
  "metadata",
  "acceptedAt",
  "position"
})
@JsonInclude(JsonInclude.Include.NON_NULL)
record EventEntry(
    String eventId,
    String occurredAt,
    BigDecimal score,
    @Nullable Boolean notRepresentable,
    @Nullable Boolean late,
    @Nullable Boolean duplicate,
    @Nullable List<String> outOfRange,
    @Nullable Map<String, BigDecimal> metrics,
    @Nullable String matchId,
    @Nullable Map<String, String> metadata,
    String acceptedAt,
    String position) {

  /**
   * An event of a game.
   *
   * @param decimals the game's, by its latest definition
   */
  static EventEntry of(LoggedEvent event, int decimals) {
    boolean fits = ScaledLong.rescale(event.score(), event.scale(), decimals).isPresent();
    return new EventEntry(
        event.eventId(),
        Rfc3339.format(event.place().occurredAt()),
        ScaledLong.toDecimal(event.score(), event.scale()),
        mark(!fits),
        mark(event.late()),
        mark(event.duplicate()),
        event.outOfRange().isEmpty() ? null : event.outOfRange(),
        event.metrics().isEmpty() ? null : decimals(event),
        event.matchId(),
        event.metadata().isEmpty() ? null : event.metadata(),
        Rfc3339.format(event.acceptedAt()),
        new Position(event.partition(), event.place().offset()).toString());
  }

  private static @Nullable Boolean mark(boolean holds) {
    return holds ? Boolean.TRUE : null;
  }

  private static Map<String, BigDecimal> decimals(LoggedEvent event) {
    Map<String, BigDecimal> decimals = new TreeMap<>();
    event
        .metrics()
        .forEach((name, value) -> decimals.put(name, ScaledLong.toDecimal(value, event.scale())));
    return decimals;
  }
}
