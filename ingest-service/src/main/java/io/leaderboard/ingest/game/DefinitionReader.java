package io.leaderboard.ingest.game;

import io.leaderboard.events.decimal.ScaledLong;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Closing;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Named;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.ingest.json.JsonInput;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads a definition of JSON; every field but {@code boards} has a default. */
final class DefinitionReader {
  /** All that a definition may have. */
  static final List<String> FIELDS =
      List.of(
          "gameId",
          "name",
          "description",
          "active",
          "decimals",
          "timeZone",
          "closing",
          "lateness",
          "minScore",
          "maxScore",
          "boards");

  private final JsonInput input;
  private final String gameId;
  private String name = "";
  private String description = "";
  private boolean active = true;
  private int decimals = 0;
  private ZoneId timeZone = ZoneId.of("UTC");
  private Closing closing = Closing.AUTOMATIC;
  private Duration lateness = GameDefinition.DEFAULT_LATENESS;
  private @Nullable BigDecimal minScore;
  private @Nullable BigDecimal maxScore;
  private @Nullable List<BoardDefinition> boards;

  private DefinitionReader(JsonInput input, String gameId) {
    this.input = input;
    this.gameId = gameId;
  }

  /**
   * The definition that {@code body} is.
   *
   * @param gameId the game of the path; the body may name the same
   */
  static GameDefinition read(byte[] body, String gameId) {
    return JsonInput.read(body, input -> new DefinitionReader(input, gameId).read());
  }

  private GameDefinition read() {
    input.object(FIELDS, this::field);
    List<BoardDefinition> read = boards;
    if (read == null) {
      throw new InvalidFieldException(
          "boards", "is missing: it must be 1 to " + GameDefinition.MAX_BOARDS + " boards");
    }
    return new GameDefinition(
        gameId,
        name,
        description,
        active,
        decimals,
        timeZone,
        closing,
        lateness,
        bound("minScore", minScore),
        bound("maxScore", maxScore),
        read);
  }

  private boolean field(String field) {
    if (input.isNull()) {
      return FIELDS.contains(field);
    }
    switch (field) {
      case "gameId" -> requireSameGame(input.text());
      case "name" -> name = String.valueOf(input.text());
      case "description" -> description = String.valueOf(input.text());
      case "active" -> active = Boolean.TRUE.equals(input.flag());
      case "decimals" -> decimals = decimals(input.integer());
      case "timeZone" -> timeZone = zone(String.valueOf(input.text()));
      case "closing" ->
          closing = Named.parse("closing", String.valueOf(input.text()), Closing.class);
      case "lateness" -> lateness = lateness(String.valueOf(input.text()));
      case "minScore" -> minScore = input.number();
      case "maxScore" -> maxScore = input.number();
      case "boards" -> {
        List<BoardDefinition> read = new ArrayList<>();
        input.array(GameDefinition.MAX_BOARDS, i -> read.add(BoardReader.read(input)));
        boards = read;
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void requireSameGame(@Nullable String named) {
    if (!gameId.equals(named)) {
      throw new InvalidFieldException("gameId", "must be that of the path, or not be there");
    }
  }

  private static int decimals(@Nullable Integer decimals) {
    if (decimals == null || decimals < 0 || decimals > ScaledLong.MAX_SCALE) {
      throw new InvalidFieldException("decimals", "must be 0 to " + ScaledLong.MAX_SCALE);
    }
    return decimals;
  }

  /** In its shortest form, so that 1, 1.0 and 1e0 are the same definition. */
  private @Nullable BigDecimal bound(String field, @Nullable BigDecimal bound) {
    if (bound == null) {
      return null;
    }
    OptionalLong scaled = ScaledLong.of(bound, decimals);
    if (scaled.isEmpty()) {
      throw new InvalidFieldException(field, ScaledLong.allowed(decimals));
    }
    return ScaledLong.toDecimal(scaled.getAsLong(), decimals);
  }

  /** Only zones by name: offsets have several spellings, and no daylight saving time. */
  private static ZoneId zone(String id) {
    if (!ZoneId.getAvailableZoneIds().contains(id)) {
      throw new InvalidFieldException(
          "timeZone", "must be the name of a time zone, such as UTC or Europe/Berlin");
    }
    return ZoneId.of(id);
  }

  private static Duration lateness(String text) {
    String allowed = "must be a duration as ISO 8601 has it, in whole milliseconds, PT0S to P30D";
    try {
      Duration lateness = Duration.parse(text);
      // What the log cannot hold would come back as another definition.
      if (!lateness.truncatedTo(ChronoUnit.MILLIS).equals(lateness)) {
        throw new InvalidFieldException("lateness", allowed);
      }
      return lateness;
    } catch (DateTimeException e) {
      InvalidFieldException invalid = new InvalidFieldException("lateness", allowed);
      invalid.initCause(e);
      throw invalid;
    }
  }
}
