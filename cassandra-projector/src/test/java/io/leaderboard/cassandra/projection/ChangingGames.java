package io.leaderboard.cassandra.projection;

import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.GamesFold;
import io.leaderboard.events.game.LogSettings;
import io.leaderboard.events.reference.RandomGames;
import io.leaderboard.events.reference.ReferenceFold;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The games of a random log, whose rules change. Changed by one thread. */
final class ChangingGames {
  private final RandomLog random;
  private final GamesFold fold = new GamesFold();
  private final Map<String, GameDefinition> latest = new LinkedHashMap<>();
  private volatile Games games;
  private int changes;

  ChangingGames(RandomLog random) {
    this.random = random;
    fold.apply(new LogSettings(4, RandomLog.WINDOW, 0));
    for (GameDefinition definition : random.definitions) {
      fold.apply(new GameDefined(definition, 0, RandomLog.FIRST_SEEN));
      latest.put(definition.gameId(), definition);
    }
    games = fold.snapshot();
  }

  Games games() {
    return games;
  }

  /** Gives a game other random boards; returns its new rules version. */
  int change(String gameId) {
    int before = rules(gameId);
    do {
      changes++;
      define(new RandomGames(random.seed.derive(changes)).next(gameId));
    } while (rules(gameId) == before);
    return rules(gameId);
  }

  void define(GameDefinition definition) {
    String gameId = definition.gameId();
    int version = games.game(gameId).map(game -> game.version()).orElse(0);
    fold.apply(new GameDefined(definition, version, RandomLog.FIRST_SEEN));
    latest.put(gameId, definition);
    games = fold.snapshot();
  }

  int rules(String gameId) {
    return games.game(gameId).orElseThrow().rulesVersion();
  }

  GameDefinition latest(String gameId) {
    return Objects.requireNonNull(latest.get(gameId));
  }

  /** Every board of every game under its latest rules is what the plain fold gives. */
  void assertHeldBy(TestStore store) {
    for (GameDefinition definition : latest.values()) {
      random.assertHeldBy(store, definition, rules(definition.gameId()), reference());
    }
  }

  private ReferenceFold reference() {
    ReferenceFold reference = random.reference();
    latest.values().forEach(definition -> reference.define(definition, RandomLog.FIRST_SEEN));
    return reference;
  }
}
