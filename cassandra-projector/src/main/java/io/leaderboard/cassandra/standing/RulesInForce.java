package io.leaderboard.cassandra.standing;

import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.standing.BoardRules;
import io.leaderboard.projection.LogEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the events of each game mean in one epoch. Not thread-safe. */
public final class RulesInForce {
  /**
   * @param version the rules version
   * @param closedFromStart the game's {@code Game.closedFromStart}
   */
  record OfGame(int version, List<BoardRules> boards, long closedFromStart) {}

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
    return known.computeIfAbsent(gameId, id -> games.game(id).map(this::rules)).orElse(null);
  }

  /** Whether a game had the same rules in an earlier epoch. */
  boolean areThoseOf(int earlierEpoch, String gameId) {
    return games
        .game(gameId)
        .filter(game -> game.rulesIn(earlierEpoch).version() == game.rulesIn(epoch).version())
        .isPresent();
  }

  /**
   * Whether the event came too late for at least one board of its game: behind the closing of the
   * period that it belongs to there.
   */
  public boolean isLateForSomeBoard(LogEntry entry) {
    OfGame game = of(entry.event().gameId());
    if (game == null) {
      return false;
    }
    long closed = Math.max(entry.closedThrough(), game.closedFromStart());
    // A period ends behind every event in it: most events need no calendar.
    if (entry.event().occurredAt() >= closed) {
      return false;
    }
    for (BoardRules board : game.boards()) {
      Period period = board.period(entry.event());
      if (period != null && entry.isLateFor(period, game.closedFromStart())) {
        return true;
      }
    }
    return false;
  }

  private OfGame rules(Game game) {
    Game.Rules rules = game.rulesIn(epoch);
    GameDefinition definition = rules.definition();
    List<BoardRules> boards =
        definition.boards().stream().map(board -> new BoardRules(definition, board)).toList();
    return new OfGame(rules.version(), boards, game.closedFromStart());
  }
}
