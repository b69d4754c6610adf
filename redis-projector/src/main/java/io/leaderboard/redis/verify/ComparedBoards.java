package io.leaderboard.redis.verify;

import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.redis.BoardKeys;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.standing.BoardRules;
import io.leaderboard.events.standing.GameRules;
import io.leaderboard.redis.generation.Editions;
import io.leaderboard.redis.standings.StoredStanding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The boards that both stores keep under the same rules, as readers see them. Immutable. */
final class ComparedBoards {
  private final Generation generation;
  private final Map<String, List<BoardInRedis>> byGame;
  private final Map<String, Edition> editions;
  private final List<String> notCompared;

  private ComparedBoards(
      Generation generation,
      Map<String, List<BoardInRedis>> byGame,
      Map<String, Edition> editions,
      List<String> notCompared) {
    this.generation = generation;
    this.byGame = byGame;
    this.editions = editions;
    this.notCompared = notCompared;
  }

  /**
   * Those of one game, or of all.
   *
   * @param read as what games stand in the live generation
   * @param complete by game the newest rules version that Cassandra holds everything under, where
   *     it is not the first
   * @param gameId null for all
   * @throws VerificationFailedException when the only game is one that cannot be compared yet
   */
  static ComparedBoards of(
      Games games,
      Generation live,
      Editions read,
      Map<String, Integer> complete,
      @Nullable String gameId) {
    Map<String, List<BoardInRedis>> byGame = new HashMap<>();
    Map<String, Edition> editions = new HashMap<>();
    List<String> notCompared = new ArrayList<>();
    for (Game game : games.all()) {
      if (gameId != null && !gameId.equals(game.id())) {
        continue;
      }
      Edition edition = read.of(game.id());
      Game.Rules rules = game.rules(edition.rules()).orElse(null);
      if (rules == null || complete.getOrDefault(game.id(), 1) != edition.rules()) {
        notCompared.add(game.id());
        continue;
      }
      List<BoardInRedis> boards = new ArrayList<>();
      for (BoardRules board : GameRules.of(game, rules).boards()) {
        boards.add(new BoardInRedis(new BoardKeys(live, game.id(), edition, board.board()), board));
      }
      byGame.put(game.id(), boards);
      editions.put(game.id(), edition);
    }
    if (gameId != null && byGame.isEmpty()) {
      throw new VerificationFailedException(
          ("The rules of %s were changed, and Redis or Cassandra is being filled under the new"
                  + " ones; try again when that is done")
              .formatted(gameId));
    }
    return new ComparedBoards(live, byGame, editions, notCompared);
  }

  /** The generation that readers used when the comparison began. */
  Generation generation() {
    return generation;
  }

  /** Whether readers still use what is compared. */
  boolean areRead(Editions now) {
    return editions.entrySet().stream()
        .allMatch(each -> now.of(each.getKey()).equals(each.getValue()));
  }

  /** Games that one of the stores does not hold under the rules of the other yet. */
  List<String> notCompared() {
    return notCompared;
  }

  Collection<List<BoardInRedis>> all() {
    return byGame.values();
  }

  /** Where a row of Cassandra stands in Redis; null for what is not compared. */
  @Nullable Place place(StoredStanding row) {
    for (BoardInRedis board : byGame.getOrDefault(row.gameId(), List.of())) {
      if (board.boardId().equals(row.boardId()) && board.keys().edition().rules() == row.rules()) {
        return board.rules().calendar().find(row.period()).isPresent()
            ? new Place(board, row.period(), row.userId())
            : null;
      }
    }
    return null;
  }
}
