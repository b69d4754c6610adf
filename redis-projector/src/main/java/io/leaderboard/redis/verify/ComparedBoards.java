package io.leaderboard.redis.verify;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Closing;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.redis.BoardKeys;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.standing.BoardRules;
import io.leaderboard.redis.standings.StoredStanding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The boards that both stores keep under the same rules, as readers see them. Immutable. */
final class ComparedBoards {
  private final int epoch;
  private final Generations generations;
  private final Map<String, List<BoardInRedis>> byGame;

  private ComparedBoards(
      int epoch, Generations generations, Map<String, List<BoardInRedis>> byGame) {
    this.epoch = epoch;
    this.generations = generations;
    this.byGame = byGame;
  }

  /**
   * Those of one game, or of all.
   *
   * @param gameId null for all
   * @throws VerificationFailedException when Redis has nothing live, or a game under other rules
   */
  static ComparedBoards of(Games games, Generations generations, @Nullable String gameId) {
    Map<String, List<BoardInRedis>> byGame = new HashMap<>();
    for (Game game : games.all()) {
      if (gameId != null && !gameId.equals(game.id())) {
        continue;
      }
      Generation generation =
          generations
              .readable(game.id())
              .orElseThrow(
                  () ->
                      new VerificationFailedException(
                          "Redis has no live generation; wait until it is filled"));
      Game.Rules rules = game.rulesIn(generation.epoch());
      if (rules.version() != game.rulesIn(games.epoch()).version()) {
        throw new VerificationFailedException(
            "The rules of %s were changed and Redis is being filled under the new ones; try again when that is done"
                .formatted(game.id()));
      }
      boolean automatic = rules.definition().closing() == Closing.AUTOMATIC;
      List<BoardInRedis> boards = new ArrayList<>();
      for (BoardDefinition board : rules.definition().boards()) {
        boards.add(
            new BoardInRedis(
                new BoardKeys(generation, game.id(), rules.version(), board),
                new BoardRules(rules.definition(), board),
                automatic ? game.firstSeenAt() : Long.MIN_VALUE));
      }
      byGame.put(game.id(), boards);
    }
    return new ComparedBoards(games.epoch(), generations, byGame);
  }

  /** Under whose rules Cassandra keeps them. */
  int epoch() {
    return epoch;
  }

  /** The generations that readers saw when the comparison began. */
  Generations generations() {
    return generations;
  }

  Collection<List<BoardInRedis>> all() {
    return byGame.values();
  }

  /** Where a row of Cassandra stands in Redis; null for what is not compared. */
  @Nullable Place place(StoredStanding row) {
    for (BoardInRedis board : byGame.getOrDefault(row.gameId(), List.of())) {
      if (board.boardId().equals(row.boardId()) && board.keys().rulesVersion() == row.rules()) {
        return board.rules().calendar().find(row.period()).isPresent()
            ? new Place(board, row.period(), row.userId())
            : null;
      }
    }
    return null;
  }
}
