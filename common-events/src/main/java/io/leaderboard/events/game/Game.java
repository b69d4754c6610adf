package io.leaderboard.events.game;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
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
 * @param rulesByVersion the rules it had, by their version; at most the latest {@value
 *     #MAX_RULES_KEPT}
 */
public record Game(
    GameDefinition definition,
    int version,
    int rulesVersion,
    boolean explicit,
    long firstSeenAt,
    long changedAt,
    NavigableMap<Integer, Rules> rulesByVersion) {
  /**
   * How many rules versions are remembered: more than anybody makes while a long log is read anew,
   * as the live ones must be among them.
   */
  public static final int MAX_RULES_KEPT = 256;

  /**
   * What the log means to a game from one meaning change to the next.
   *
   * @param version the rules version
   * @param definition the latest under these rules
   */
  public record Rules(int version, GameDefinition definition) {}

  public Game {
    rulesByVersion = Collections.unmodifiableNavigableMap(rulesByVersion);
  }

  static Game first(GameDefinition definition, boolean explicit, long at) {
    TreeMap<Integer, Rules> rules = new TreeMap<>(Map.of(1, new Rules(1, definition)));
    return new Game(definition, 1, 1, explicit, at, at, rules);
  }

  /** With a definition that leaves the meaning as it is. */
  Game redefined(GameDefinition next, long at) {
    return next(next, rulesVersion, at);
  }

  /** With a definition that changes the meaning. */
  Game withNewMeaning(GameDefinition next, long at) {
    return next(next, version + 1, at);
  }

  /** The game's id. */
  public String id() {
    return definition.gameId();
  }

  /**
   * Periods that ended at or before this count as closed from the start, milliseconds since 1970:
   * with automatic closing those that were over when the game was first seen. {@link
   * Long#MIN_VALUE} for none.
   */
  public long closedFromStart() {
    return closedFromStart(definition);
  }

  /** As {@link #closedFromStart()}, under one of the definitions that it had. */
  public long closedFromStart(GameDefinition under) {
    return under.closing() == Closing.AUTOMATIC ? firstSeenAt : Long.MIN_VALUE;
  }

  /** The rules of a version, empty when they are not remembered, or not known yet. */
  public Optional<Rules> rules(int version) {
    return Optional.ofNullable(rulesByVersion.get(version));
  }

  /** The rules that hold now. */
  public Rules latestRules() {
    return rulesByVersion.lastEntry().getValue();
  }

  private Game next(GameDefinition next, int nextRulesVersion, long at) {
    TreeMap<Integer, Rules> rules = new TreeMap<>(rulesByVersion);
    rules.put(nextRulesVersion, new Rules(nextRulesVersion, next));
    while (rules.size() > MAX_RULES_KEPT) {
      rules.pollFirstEntry();
    }
    return new Game(next, version + 1, nextRulesVersion, true, firstSeenAt, at, rules);
  }
}
