package io.leaderboard.ingest.closing;

import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.score.PeriodsClosed;
import io.leaderboard.events.time.Rfc3339;
import io.leaderboard.ingest.json.JsonInput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code {"through": time}} of JSON. */
final class ClosingReader {
  private static final String THROUGH = "through";

  private @Nullable String through;

  private ClosingReader() {}

  /**
   * The closing that {@code body} asks for.
   *
   * @param now in milliseconds; what has not ended by then cannot be closed
   */
  static PeriodsClosed read(byte[] body, String gameId, long now) {
    return JsonInput.read(body, input -> new ClosingReader().read(input, gameId, now));
  }

  private PeriodsClosed read(JsonInput input, String gameId, long now) {
    input.object(
        List.of(THROUGH),
        field -> {
          if (!field.equals(THROUGH)) {
            return false;
          }
          through = input.text();
          return true;
        });
    String text = through;
    if (text == null) {
      throw new InvalidFieldException(
          THROUGH, "is missing: every period that ended at or before this time is closed");
    }
    long millis = Rfc3339.parse(THROUGH, text);
    if (millis > now) {
      throw new InvalidFieldException(
          THROUGH, "must not lie ahead: it is " + Rfc3339.format(now) + " now");
    }
    return new PeriodsClosed(gameId, millis);
  }
}
