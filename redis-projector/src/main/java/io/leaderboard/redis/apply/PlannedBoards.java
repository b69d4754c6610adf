package io.leaderboard.redis.apply;

import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.redis.generation.Editions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where events go as long as nothing is defined anew and nobody switches: the boards of every
 * edition that a partition keeps up. Not thread-safe.
 */
final class PlannedBoards {
  private final Games games;
  private final @Nullable Editions read;
  private final List<GenerationPlan> plans;
  // Most events are of the game of the event before.
  private String latest = "";
  private @Nullable List<BoardPlan> boardsOfLatest;

  /**
   * @param read as what games stand in the generation; null where only a fill's games are planned
   * @param plans of the generation first, then of the fills that were joined
   */
  PlannedBoards(Games games, @Nullable Editions read, List<GenerationPlan> plans) {
    this.games = games;
    this.read = read;
    this.plans = plans;
  }

  /** The boards that a game's events go to; null when the game is not defined. */
  @Nullable List<BoardPlan> of(String gameId) {
    if (!gameId.equals(latest)) {
      boardsOfLatest = games.game(gameId).map(this::boards).orElse(null);
      latest = gameId;
    }
    return boardsOfLatest;
  }

  private List<BoardPlan> boards(Game game) {
    List<BoardPlan> boards = List.of();
    List<Edition> known = new ArrayList<>(plans.size());
    for (int i = 0; i < plans.size(); i++) {
      GenerationPlan plan = plans.get(i);
      Edition edition = plan.edition(i == 0 ? read : null, game.id());
      // What readers have gone over to is in both: an event must not be added twice.
      if (edition != null && !known.contains(edition)) {
        known.add(edition);
        List<BoardPlan> ofPlan = plan.boards(game, edition);
        if (boards.isEmpty()) {
          boards = ofPlan;
        } else {
          boards = new ArrayList<>(boards);
          boards.addAll(ofPlan);
        }
      }
    }
    return boards;
  }
}
