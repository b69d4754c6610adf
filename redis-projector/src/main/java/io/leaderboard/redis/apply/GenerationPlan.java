package io.leaderboard.redis.apply;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.redis.generation.Targets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the events of each game go in one generation, under the rules of the generation's epoch.
 * Thread-safe; holds one entry per game that is defined.
 */
final class GenerationPlan {
  private record GamePlan(Game.Rules rules, List<BoardPlan> boards) {}

  private final Generation generation;
  private final Set<String> gamesElsewhere;
  private final Map<String, GamePlan> games = new ConcurrentHashMap<>();

  /** Leaves out what is kept elsewhere: a generation of one game all others, and vice versa. */
  GenerationPlan(Generation generation, Targets targets) {
    this.generation = generation;
    // One that is being filled takes the place of all.
    this.gamesElsewhere = targets.live().contains(generation) ? targets.gamesElsewhere() : Set.of();
  }

  Generation generation() {
    return generation;
  }

  /** The boards here that a game's events go to; null when the game is not defined. */
  @SuppressWarnings("ReferenceEquality")
  @Nullable List<BoardPlan> boards(Games defined, String gameId) {
    Game game = defined.game(gameId).orElse(null);
    if (game == null) {
      return null;
    }
    String only = generation.gameId();
    if (only == null ? gamesElsewhere.contains(gameId) : !only.equals(gameId)) {
      return List.of();
    }
    Game.Rules rules = game.rulesIn(generation.epoch());
    GamePlan plan = games.get(gameId);
    // The same object, not an equal one: comparing definitions for each event would cost more than
    // planning anew after each of the rare changes.
    if (plan == null || plan.rules() != rules) {
      plan = new GamePlan(rules, plan(gameId, rules));
      games.put(gameId, plan);
    }
    return plan.boards();
  }

  private List<BoardPlan> plan(String gameId, Game.Rules rules) {
    return rules.definition().boards().stream()
        .filter(GenerationPlan::isProjected)
        .map(board -> new BoardPlan(generation, gameId, rules, board))
        .toList();
  }

  /**
   * Boards of other periods need closing and expiry, and those that break ties by time another sort
   * key: neither exists yet, and a board that is wrong is worse than none.
   */
  private static boolean isProjected(BoardDefinition board) {
    return board.period() == PeriodKind.ALL_TIME && board.ties() == Ties.SHARED;
  }
}
