package io.leaderboard.events.score;

import io.leaderboard.events.decimal.ScaledLong;
import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.limit.InvalidFieldException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One score of one user, as it was accepted. Immutable; the constructor checks what the projections
 * rely on.
 *
 * @param eventId the same id of the same game and user is the same event
 * @param score the score times 10^{@code scale}, at most 15 digits
 * @param scale 0 to 6: the game's decimals when the event was accepted; holds for the metrics too
 * @param metrics further numbers by name, each times 10^{@code scale}; not modified afterwards
 * @param occurredAt milliseconds since 1970, negative before
 * @param acceptedAt milliseconds since 1970
 * @param matchId null when there is none
 * @param metadata small texts by name; not modified afterwards
 */
public record ScoreEvent(
    String eventId,
    String gameId,
    String userId,
    long score,
    int scale,
    Map<String, Long> metrics,
    long occurredAt,
    long acceptedAt,
    @Nullable String matchId,
    Map<String, String> metadata)
    implements ScoreRecord {
  /** The earliest occurredAt: the year 1900. */
  public static final long EARLIEST = -2_208_988_800_000L;

  /** The first instant that is no occurredAt any more: the year 10000. */
  public static final long END_OF_TIME = 253_402_300_800_000L;

  /**
   * @throws InvalidFieldException when an id is not allowed or a number is out of range
   */
  public ScoreEvent {
    Identifiers.requireEventId("eventId", eventId);
    Identifiers.requireName("gameId", gameId);
    Identifiers.requireUserId("userId", userId);
    if (scale < 0 || scale > ScaledLong.MAX_SCALE) {
      throw new InvalidFieldException("scale", "must be 0 to " + ScaledLong.MAX_SCALE);
    }
    requireInRange("score", score);
    if (occurredAt < EARLIEST || occurredAt >= END_OF_TIME) {
      throw new InvalidFieldException("occurredAt", "must be in the years 1900 to 9999");
    }
    for (Map.Entry<String, Long> metric : metrics.entrySet()) {
      requireInRange("metrics." + metric.getKey(), metric.getValue());
    }
  }

  private static void requireInRange(String field, long value) {
    if (!ScaledLong.inRange(value)) {
      throw new InvalidFieldException(field, "must have at most 15 digits");
    }
  }
}
