package io.leaderboard.cassandra.projection;

import io.leaderboard.cassandra.rules.PartitionRules;
import io.leaderboard.cassandra.standing.StandingsFold;
import io.leaderboard.events.entry.EventEntry;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.standing.GameRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one batch is folded under, game by game: the rules that are live in its partition, and
 * others that readers may still take, or that have joined. Belongs to one thread.
 */
final class FoldedRules {
  /**
   * @param live by which an event is said to be late; one of {@code all}, unless it is remembered
   *     no more
   */
  private record OfGame(int live, List<GameRules> all) {}

  private static final OfGame UNKNOWN = new OfGame(0, List.of());

  private final Games games;
  private final PartitionRules rules;
  private final Map<String, OfGame> known = new HashMap<>();

  FoldedRules(Games games, PartitionRules rules) {
    this.games = games;
    this.rules = rules;
  }

  /** Adds an event to a fold. */
  void add(int partition, EventEntry entry, StandingsFold fold) {
    String gameId = entry.event().gameId();
    OfGame game = of(gameId);
    if (game.live() == 0) {
      fold.addUnknown();
      return;
    }
    fold.mark(gameId, game.live());
    for (GameRules each : game.all()) {
      fold.add(partition, entry, each);
    }
  }

  /** Whether an event came too late for some board of its game, by its live rules. */
  boolean isLate(EventEntry entry) {
    OfGame game = of(entry.event().gameId());
    for (GameRules each : game.all()) {
      if (each.version() == game.live()) {
        return each.isLateForSomeBoard(entry);
      }
    }
    return false;
  }

  private OfGame of(String gameId) {
    OfGame game = known.get(gameId);
    if (game == null) {
      game = games.game(gameId).map(this::rules).orElse(UNKNOWN);
      known.put(gameId, game);
    }
    return game;
  }

  private OfGame rules(Game game) {
    List<GameRules> all = new ArrayList<>(1);
    for (int version : rules.folded(game.id())) {
      // Those that are remembered no more are older than many, and nobody can read by them.
      game.rules(version).ifPresent(each -> all.add(GameRules.of(game, each)));
    }
    return new OfGame(rules.live(game.id()), all);
  }
}
