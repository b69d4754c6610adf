package io.leaderboard.events.game;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A game as the fold of {@code games} knows it. Immutable.
 *
 * @param definition the latest
 * @param version 1 for the first definition, one more for each that followed
 * @param rulesVersion the version that last changed the meaning of the log: standings computed
 *     under the same rules version are comparable
 * @param explicit whether somebody defined it
 * @param firstSeenAt when its first record was written, milliseconds since 1970
 * @param changedAt when its latest record was written, milliseconds since 1970
 * @param byRules the latest definition of each rules version that a reader may still show, at most
 *     {@value #MAX_RULES_KEPT}
 */
public record Game(
    GameDefinition definition,
    int version,
    int rulesVersion,
    boolean explicit,
    long firstSeenAt,
    long changedAt,
    SortedMap<Integer, GameDefinition> byRules) {
  /** How many rules versions are remembered with their definitions. */
  public static final int MAX_RULES_KEPT = 8;

  public Game {
    byRules = Collections.unmodifiableSortedMap(byRules);
  }

  static Game first(GameDefinition definition, boolean explicit, long at) {
    TreeMap<Integer, GameDefinition> byRules = new TreeMap<>();
    byRules.put(1, definition);
    return new Game(definition, 1, 1, explicit, at, at, byRules);
  }

  Game next(GameDefinition next, long at) {
    int nextVersion = version + 1;
    boolean sameMeaning = MeaningChange.between(definition, next, at).isEmpty();
    int nextRules = sameMeaning ? rulesVersion : nextVersion;
    TreeMap<Integer, GameDefinition> nextByRules = new TreeMap<>(byRules);
    nextByRules.put(nextRules, next);
    while (nextByRules.size() > MAX_RULES_KEPT) {
      nextByRules.pollFirstEntry();
    }
    return new Game(next, nextVersion, nextRules, true, firstSeenAt, at, nextByRules);
  }

  /** The game's id. */
  public String id() {
    return definition.gameId();
  }

  /** The latest definition under a rules version, for what was computed under older rules. */
  public Optional<GameDefinition> underRules(int rules) {
    return Optional.ofNullable(byRules.get(rules));
  }
}
