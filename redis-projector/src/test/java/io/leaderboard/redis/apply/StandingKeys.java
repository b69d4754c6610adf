package io.leaderboard.redis.apply;

import io.leaderboard.events.decimal.ScaledLong;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.reference.ReferenceStanding;
import io.leaderboard.events.reference.StandingKey;
import io.leaderboard.events.standing.BoardRules;
import io.leaderboard.events.standing.Standing;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.HashMap;
import java.util.Map;

/** Everything that Redis holds beside everything that the reference gives. */
public final class StandingKeys {
  private StandingKeys() {}

  /** All standings that readers see. */
  public static Map<StandingKey, Standing> stored(
      RedisClusterCommands<String, String> redis, Games games) {
    Map<StandingKey, Standing> stored = new HashMap<>();
    Generation generation = StoredBoards.generation(redis);
    for (Game game : games.all()) {
      Edition edition = StoredBoards.edition(redis, game.id());
      Game.Rules rules = game.rules(edition.rules()).orElseThrow();
      for (BoardDefinition board : rules.definition().boards()) {
        StoredBoards.of(redis, generation, game.id(), edition, rules, board)
            .forEach(
                (named, standing) -> {
                  String[] parts = named.split("\n", 2);
                  stored.put(new StandingKey(game.id(), board.id(), parts[0], parts[1]), standing);
                });
      }
    }
    return stored;
  }

  /** The reference's standings, scaled; reached at 0 where the board does not remember when. */
  public static Map<StandingKey, Standing> expected(
      Map<StandingKey, ReferenceStanding> standings, Games games) {
    Map<StandingKey, Standing> expected = new HashMap<>();
    standings.forEach(
        (key, standing) -> {
          Game game = games.game(key.gameId()).orElseThrow();
          BoardDefinition board = game.definition().board(key.boardId()).orElseThrow();
          int scale = new BoardRules(game.definition(), board).scale();
          long value = ScaledLong.of(standing.score(), scale).orElseThrow();
          long reachedAt = StoredBoards.isTimed(board) ? standing.reachedAt() : 0;
          expected.put(key, new Standing(value, reachedAt));
        });
    return expected;
  }
}
