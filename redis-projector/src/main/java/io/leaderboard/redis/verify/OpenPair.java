package io.leaderboard.redis.verify;

import io.leaderboard.events.entry.EventEntry;
import io.leaderboard.events.standing.BoardRules;
import io.leaderboard.events.standing.Effect;
import io.leaderboard.events.standing.Standing;
import io.leaderboard.redis.standings.StoredStanding;
import org.jspecify.annotations.Nullable;

/**
 * A user whose events went on while both stores were asked: Redis was at one position and
 * Cassandra's row holds an event behind it. The events in between are folded onto what Redis held;
 * that must give the row. Not thread-safe.
 */
final class OpenPair {
  private final Place place;
  private final HeldStanding held;
  private final StoredStanding row;
  private @Nullable Standing folded;

  OpenPair(Place place, HeldStanding held, StoredStanding row) {
    this.place = place;
    this.held = held;
    this.row = row;
    this.folded = held.standing();
  }

  Place place() {
    return place;
  }

  HeldStanding held() {
    return held;
  }

  StoredStanding row() {
    return row;
  }

  /** The last offset that Redis held. */
  long after() {
    return held.position(row.partition());
  }

  /** Redis's standing with the events that were added since. */
  @Nullable Standing folded() {
    return folded;
  }

  /** Folds an event of the user, in the log's order. */
  void add(EventEntry entry) {
    if (entry.offset() <= after() || entry.offset() > row.offset()) {
      return;
    }
    BoardRules rules = place.board().rules();
    if (rules.effect(entry) instanceof Effect.Counts counts
        && counts.period().id().equals(place.period())) {
      folded = rules.fold(folded, counts.value(), entry.event().occurredAt());
    }
  }
}
