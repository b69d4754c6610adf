package io.leaderboard.ingest.score;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A score as it was sent: well-formed, but not yet compared with its game.
 *
 * @param eventId null when the sender leaves it to this service
 * @param occurredAt milliseconds since 1970, null for now
 */
record ScoreInput(
    String gameId,
    String userId,
    BigDecimal score,
    @Nullable String eventId,
    @Nullable Long occurredAt,
    Map<String, BigDecimal> metrics,
    @Nullable String matchId,
    Map<String, String> metadata) {

  ScoreInput withEventId(String id) {
    return new ScoreInput(gameId, userId, score, id, occurredAt, metrics, matchId, metadata);
  }
}
