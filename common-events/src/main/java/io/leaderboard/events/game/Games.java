package io.leaderboard.events.game;

import java.util.Collection;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What is defined at one moment: the log's settings and its games. Immutable. */
public final class Games {
  /** Nothing is defined. */
  public static final Games NONE = new Games(Optional.empty(), 0, new TreeMap<>());

  private final Optional<LogSettings> settings;
  private final int epoch;
  private final NavigableMap<String, Game> byId;

  /** Takes the map over; it must not change afterwards. */
  Games(Optional<LogSettings> settings, int epoch, NavigableMap<String, Game> byId) {
    this.settings = settings;
    this.epoch = epoch;
    this.byId = byId;
  }

  /** The log's settings, empty before they are written. */
  public Optional<LogSettings> settings() {
    return settings;
  }

  /**
   * How often a definition has changed the meaning of the log so far. Standings are computed under
   * the rules of one epoch ({@link Game#rulesIn}); when it moves on, they are computed anew beside
   * the old ones.
   */
  public int epoch() {
    return epoch;
  }

  /** The game of that id. */
  public Optional<Game> game(String gameId) {
    return Optional.ofNullable(byId.get(gameId));
  }

  /** All games by id. */
  public Collection<Game> all() {
    return Collections.unmodifiableCollection(byId.values());
  }

  /** The games whose ids come after {@code gameId}, by id. */
  public Collection<Game> after(String gameId) {
    return Collections.unmodifiableCollection(byId.tailMap(gameId, false).values());
  }
}
