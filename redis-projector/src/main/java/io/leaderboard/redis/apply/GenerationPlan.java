package io.leaderboard.redis.apply;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Closing;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.redis.generation.Targets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the events of each game go in one generation, under the rules of the generation's epoch.
 * Each resume begins with a new one, because it remembers what Redis has confirmed. Thread-safe;
 * holds one entry per game that is defined.
 */
final class GenerationPlan {
  private record GamePlan(Game.Rules rules, List<BoardPlan> boards) {}

  private final Generation generation;
  private final Set<String> gamesElsewhere;
  private final Map<String, Long> left;
  private final Map<String, GamePlan> games = new ConcurrentHashMap<>();

  /**
   * Leaves out what is kept elsewhere: a generation of one game all others, and vice versa.
   *
   * @param left which periods the generation never holds, see {@link RedisLayout#left}
   */
  GenerationPlan(Generation generation, Targets targets, Map<String, Long> left) {
    this.generation = generation;
    this.left = left;
    // One that is being filled takes the place of all.
    this.gamesElsewhere = targets.live().contains(generation) ? targets.gamesElsewhere() : Set.of();
  }

  Generation generation() {
    return generation;
  }

  /** The plan as long as nothing is defined anew. */
  Defined with(Games defined) {
    return new Defined(defined);
  }

  /** What it says of one view of the games. Not thread-safe. */
  final class Defined {
    private final Games games;
    // Most events are of the game of the event before.
    private String latest = "";
    private @Nullable List<BoardPlan> boardsOfLatest;

    private Defined(Games games) {
      this.games = games;
    }

    /** The boards here that a game's events go to; null when the game is not defined. */
    @Nullable List<BoardPlan> boards(String gameId) {
      if (!gameId.equals(latest)) {
        boardsOfLatest = GenerationPlan.this.boards(games, gameId);
        latest = gameId;
      }
      return boardsOfLatest;
    }
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
      plan = new GamePlan(rules, plan(game, rules));
      games.put(gameId, plan);
    }
    return plan.boards();
  }

  /**
   * A period that has left Redis is over from the start: its events are late, as is everything that
   * comes for it now.
   */
  private long closedFromStart(Game game, BoardDefinition board, boolean automatic) {
    long leftThrough =
        left.getOrDefault(RedisLayout.leftField(game.id(), board.id()), Long.MIN_VALUE);
    return automatic ? Math.max(leftThrough, game.firstSeenAt()) : leftThrough;
  }

  private List<BoardPlan> plan(Game game, Game.Rules rules) {
    // Who closes bears meaning: it is that of the generation's rules, not of the latest.
    boolean automatic = rules.definition().closing() == Closing.AUTOMATIC;
    return rules.definition().boards().stream()
        .map(
            board ->
                new BoardPlan(
                    generation, game.id(), rules, board, closedFromStart(game, board, automatic)))
        .toList();
  }
}
