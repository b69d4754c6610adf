package io.leaderboard.query.board;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.GamesFold;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.standing.BoardRules;
import io.leaderboard.query.generation.GameInRedis;
import io.leaderboard.query.redis.ReadSource;
import io.leaderboard.query.redis.RedisConnection;

/** Places of boards without a service that finds them. */
public final class TestPlaces {
  private TestPlaces() {}

  /** Where a period of a board lies, under the first rules. */
  public static BoardPlace of(
      RedisConnection redis,
      String generation,
      int buckets,
      GameDefinition game,
      BoardDefinition board,
      String period) {
    GamesFold fold = new GamesFold();
    fold.apply(new GameDefined(game, 0, 0));
    Game known = fold.snapshot().game(game.gameId()).orElseThrow();
    BoardRules rules = new BoardRules(game, board);
    return BoardPlace.of(
        new GameInRedis(
            new Generation(generation, buckets, Generations.FOLD_VERSION, "topic"),
            Edition.FIRST,
            0),
        known,
        rules,
        rules.calendar().find(period).orElseThrow(),
        ReadSource.of(redis));
  }

  /** Reads slices. */
  public static Slices slices() {
    return new Slices();
  }

  /** A cursor behind the last of a slice, as a client sends it back. */
  public static Cursor behind(BoardSlice slice) {
    Row last = slice.rows().get(slice.rows().size() - 1);
    return Cursor.parse(new Cursor(last).encoded());
  }
}
