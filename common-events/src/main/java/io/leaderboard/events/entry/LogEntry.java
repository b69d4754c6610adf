package io.leaderboard.events.entry;

/**
 * A record of {@code score-events} that means something, where it stands in its partition. What one
 * poll brings is one list of them, in offset order; records that mean nothing (poison, a closing
 * that closes no more than one before it) are not in it.
 */
public sealed interface LogEntry permits EventEntry, ClosingEntry {
  /** Its offset in the partition. */
  long offset();

  /** Has {@code visitor} look at it. */
  void accept(Visitor visitor);

  /** Who tells kinds of entries apart. */
  interface Visitor {
    /** An event. */
    void event(EventEntry entry);

    /** A closing. */
    void closing(ClosingEntry entry);
  }
}
