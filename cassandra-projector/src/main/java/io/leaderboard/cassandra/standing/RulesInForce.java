package io.leaderboard.cassandra.standing;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.standing.BoardRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the events of each game mean in one epoch. Not thread-safe. */
public final class RulesInForce {
  /**
   * @param version the rules version
   * @param boards whose standings are kept: for now those of all time, until the log closes the
   *     periods of the others
   */
  record OfGame(int version, List<BoardRules> boards) {}

  private final Games games;
  private final int epoch;
  private final Map<String, Optional<OfGame>> known = new HashMap<>();

  /** The rules of {@code epoch}, as far as {@code games} tells. */
  public RulesInForce(Games games, int epoch) {
    this.games = games;
    this.epoch = epoch;
  }

  /** Null when the game is not defined. */
  @Nullable OfGame of(String gameId) {
    return known
        .computeIfAbsent(gameId, id -> games.game(id).map(game -> rules(game.rulesIn(epoch))))
        .orElse(null);
  }

  /** Whether a game had the same rules in an earlier epoch. */
  boolean areThoseOf(int earlierEpoch, String gameId) {
    return games
        .game(gameId)
        .filter(game -> game.rulesIn(earlierEpoch).version() == game.rulesIn(epoch).version())
        .isPresent();
  }

  private static OfGame rules(Game.Rules rules) {
    GameDefinition definition = rules.definition();
    List<BoardRules> boards =
        definition.boards().stream()
            .filter(RulesInForce::isKept)
            .map(board -> new BoardRules(definition, board))
            .toList();
    return new OfGame(rules.version(), boards);
  }

  private static boolean isKept(BoardDefinition board) {
    return board.period() == PeriodKind.ALL_TIME;
  }
}
