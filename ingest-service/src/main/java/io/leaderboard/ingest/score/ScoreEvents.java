package io.leaderboard.ingest.score;

import io.leaderboard.events.decimal.ScaledLong;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.time.Rfc3339;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Makes the event that a score is in its game. */
final class ScoreEvents {
  /** How far ahead of this service's clock an event may be dated, in milliseconds. */
  static final long MAX_AHEAD_MILLIS = 300_000;

  private ScoreEvents() {}

  /**
   * The event.
   *
   * @param now milliseconds since 1970
   * @throws InvalidFieldException when the game does not allow it
   */
  static ScoreEvent of(ScoreInput input, GameDefinition game, String eventId, long now) {
    int scale = game.decimals();
    long score = scaled("score", input.score(), scale);
    requireWithin(game, input.score());
    long occurredAt = occurredAt(input.occurredAt(), now);
    return new ScoreEvent(
        eventId,
        input.gameId(),
        input.userId(),
        score,
        scale,
        metrics(input.metrics(), scale),
        occurredAt,
        now,
        input.matchId(),
        input.metadata());
  }

  /** Nothing occurs after it is taken: what a clock that is fast says counts as now. */
  private static long occurredAt(@Nullable Long sent, long now) {
    if (sent == null) {
      return now;
    }
    if (sent > now + MAX_AHEAD_MILLIS) {
      throw new InvalidFieldException(
          "occurredAt", "must not be more than 5 minutes ahead: it is " + Rfc3339.format(now));
    }
    return Math.min(sent, now);
  }

  private static Map<String, Long> metrics(Map<String, BigDecimal> sent, int scale) {
    if (sent.isEmpty()) {
      return Map.of();
    }
    Map<String, Long> metrics = new HashMap<>();
    sent.forEach((name, value) -> metrics.put(name, scaled("metrics." + name, value, scale)));
    return metrics;
  }

  private static long scaled(String field, BigDecimal value, int scale) {
    OptionalLong scaled = ScaledLong.of(value, scale);
    if (scaled.isEmpty()) {
      throw new InvalidFieldException(field, ScaledLong.allowed(scale));
    }
    return scaled.getAsLong();
  }

  private static void requireWithin(GameDefinition game, BigDecimal score) {
    BigDecimal min = game.minScore();
    if (min != null && score.compareTo(min) < 0) {
      throw new InvalidFieldException("score", "must be at least " + min.toPlainString());
    }
    BigDecimal max = game.maxScore();
    if (max != null && score.compareTo(max) > 0) {
      throw new InvalidFieldException("score", "must be at most " + max.toPlainString());
    }
  }
}
