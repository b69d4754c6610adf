package io.leaderboard.events.entry;

/**
 * A record that closed periods which were open in its partition. A store keeps it with its
 * positions, because whoever resumes behind it must know of it.
 *
 * @param through the game's periods that ended at or before it are closed from here on in this
 *     partition, milliseconds since 1970; greater than that of any such record before it
 */
public record ClosingEntry(long offset, String gameId, long through) implements LogEntry {
  @Override
  public void accept(Visitor visitor) {
    visitor.closing(this);
  }
}
