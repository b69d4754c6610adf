package io.leaderboard.ingest.score;

import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.time.Rfc3339;
import io.leaderboard.ingest.json.JsonInput;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one score of JSON, and checks everything that does not depend on its game. */
final class ScoreReader {
  /** Most metrics of a score. */
  static final int MAX_METRICS = 10;

  /** Most entries of the metadata. */
  static final int MAX_METADATA = 10;

  /** Most bytes of UTF-8 that the names and texts of the metadata have together. */
  static final int MAX_METADATA_BYTES = 1_024;

  private static final List<String> FIELDS =
      List.of(
          "userId", "score", "gameId", "eventId", "occurredAt", "metrics", "matchId", "metadata");

  /** Of objects whose names are the sender's. */
  private static final List<String> ANY_NAME = List.of();

  private final JsonInput input;
  private @Nullable String gameId;
  private @Nullable String userId;
  private @Nullable BigDecimal score;
  private @Nullable String eventId;
  private @Nullable Long occurredAt;
  private Map<String, BigDecimal> metrics = Map.of();
  private @Nullable String matchId;
  private Map<String, String> metadata = Map.of();

  private ScoreReader(JsonInput input, @Nullable String gameId) {
    this.input = input;
    this.gameId = gameId;
  }

  /** The score that is the current value; it must name its game. */
  static ScoreInput read(JsonInput input) {
    return new ScoreReader(input, null).read();
  }

  /** The score that is the current value, of a game that is known; it may name the same. */
  static ScoreInput read(JsonInput input, String gameId) {
    return new ScoreReader(input, Identifiers.requireName("gameId", gameId)).read();
  }

  private ScoreInput read() {
    input.object(FIELDS, this::field);
    if (score == null) {
      throw new InvalidFieldException("score", "is missing: it must be a number");
    }
    return new ScoreInput(
        Identifiers.requireName("gameId", gameId),
        Identifiers.requireUserId("userId", userId),
        score,
        eventId,
        occurredAt,
        metrics,
        matchId,
        metadata);
  }

  private boolean field(String name) {
    switch (name) {
      case "userId" -> userId = input.text();
      case "score" -> score = input.number();
      case "gameId" -> gameId = game(input.text());
      case "eventId" -> eventId = id("eventId", input.text());
      case "matchId" -> matchId = id("matchId", input.text());
      case "occurredAt" -> occurredAt = time(input.text());
      case "metrics" -> readMetrics();
      case "metadata" -> readMetadata();
      default -> {
        return false;
      }
    }
    return true;
  }

  private @Nullable String game(@Nullable String named) {
    if (gameId != null && named != null && !gameId.equals(named)) {
      throw new InvalidFieldException("gameId", "must be that of the path, or not be there");
    }
    return named == null ? gameId : named;
  }

  private static @Nullable String id(String field, @Nullable String id) {
    return id == null ? null : Identifiers.requireEventId(field, id);
  }

  private static @Nullable Long time(@Nullable String text) {
    return text == null ? null : (Long) Rfc3339.parse("occurredAt", text);
  }

  private void readMetrics() {
    if (input.isNull()) {
      return;
    }
    Map<String, BigDecimal> read = new HashMap<>();
    input.object(
        ANY_NAME,
        name -> {
          String path = "metrics." + name;
          if (read.size() == MAX_METRICS) {
            throw new InvalidFieldException(
                "metrics", "must have at most " + MAX_METRICS + " names");
          }
          Identifiers.requireMetricName(path, name);
          BigDecimal value = input.number();
          if (value == null) {
            throw new InvalidFieldException(path, "must be a number");
          }
          read.put(name, value);
          return true;
        });
    metrics = read;
  }

  private void readMetadata() {
    if (input.isNull()) {
      return;
    }
    Map<String, String> read = new HashMap<>();
    int[] bytes = {0};
    input.object(
        ANY_NAME,
        name -> {
          if (read.size() == MAX_METADATA) {
            throw new InvalidFieldException(
                "metadata", "must have at most " + MAX_METADATA + " entries");
          }
          String text = input.text();
          if (text == null || name.isEmpty()) {
            throw new InvalidFieldException("metadata", "must be texts with names");
          }
          bytes[0] += Identifiers.requireText("metadata", name, MAX_METADATA_BYTES);
          bytes[0] += Identifiers.requireText("metadata", text, MAX_METADATA_BYTES);
          if (bytes[0] > MAX_METADATA_BYTES) {
            throw new InvalidFieldException(
                "metadata", "must be at most " + MAX_METADATA_BYTES + " bytes of UTF-8 in all");
          }
          read.put(name, text);
          return true;
        });
    metadata = read;
  }
}
