package io.leaderboard.events.finals;

import io.leaderboard.events.limit.Identifiers;
import java.nio.charset.StandardCharsets;

/** A closed period of a board. */
public record FinalPeriod(String gameId, String boardId, String period) {
  /** The key of the manifest ends with it. */
  private static final String MANIFEST = "manifest";

  public FinalPeriod {
    Identifiers.requireName("gameId", gameId);
    Identifiers.requireName("boardId", boardId);
    Identifiers.requireName("period", period);
  }

  /** The key of a page's record. None of the names has a slash. */
  public byte[] key(int page) {
    return key(Integer.toString(page));
  }

  /** The key of the manifest's record. */
  public byte[] manifestKey() {
    return key(MANIFEST);
  }

  /** The three names with slashes between them; none has one itself. */
  public String text() {
    return String.join("/", gameId, boardId, period);
  }

  private byte[] key(String last) {
    return (text() + '/' + last).getBytes(StandardCharsets.UTF_8);
  }
}
