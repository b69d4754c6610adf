package io.leaderboard.query.board;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.period.UnknownPeriod;
import io.leaderboard.events.standing.BoardRules;
import io.leaderboard.query.failure.Failure;
import io.leaderboard.query.freshness.After;
import io.leaderboard.query.freshness.BucketPlace;
import io.leaderboard.query.freshness.FreshRead;
import io.leaderboard.query.freshness.FreshReads;
import io.leaderboard.query.generation.GameInRedis;
import io.leaderboard.query.generation.LiveGeneration;
import io.leaderboard.query.log.OpenLog;
import io.leaderboard.query.redis.ReadSource;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** Finds boards by what a reader calls them. Thread-safe. */
public final class Boards {
  private final OpenLog log;
  private final LiveGeneration live;
  private final FreshReads reads;
  private final Clock clock;

  Boards(OpenLog log, LiveGeneration live, FreshReads reads, Clock clock) {
    this.log = log;
    this.live = live;
    this.reads = reads;
    this.clock = clock;
  }

  /** How many partitions the log has, for {@link BoardRequest}. */
  public int partitions() {
    return log.partitions();
  }

  /** The board's place in Redis, once what the reader asked for is applied there. */
  public CompletableFuture<FreshRead<BoardPlace>> open(BoardRequest request) {
    return begin(
        request.gameId(),
        (place, source) -> {
          Game game = game(request.gameId(), place);
          BoardRules rules = rules(game, request.boardId(), place);
          return BoardPlace.of(place, game, rules, period(request.period(), rules), source);
        },
        request.after());
  }

  /** As {@link #open}, in any of the board's periods: for reading which ones there are. */
  public CompletableFuture<FreshRead<BoardPlace>> openAnyPeriod(BoardRequest request) {
    return begin(
        request.gameId(),
        (place, source) -> {
          Game game = game(request.gameId(), place);
          BoardRules rules = rules(game, request.boardId(), place);
          Period any =
              current(rules)
                  .or(() -> rules.calendar().find(rules.board().seasons().get(0).name()))
                  .orElseThrow();
          return BoardPlace.of(place, game, rules, any, source);
        },
        request.after());
  }

  /**
   * The current periods of all boards of a game: of those that can be read, and have a current one.
   */
  public CompletableFuture<FreshRead<GamePlace>> openAll(String gameId, After after) {
    return begin(gameId, (place, source) -> all(game(gameId, place), place, source), after);
  }

  private GamePlace all(Game game, GameInRedis place, ReadSource source) {
    GameDefinition filled = filled(game, place);
    List<BoardPlace> places = new ArrayList<>();
    for (BoardDefinition board : filled.boards()) {
      BoardRules rules = new BoardRules(filled, board);
      current(rules)
          .ifPresent(period -> places.add(BoardPlace.of(place, game, rules, period, source)));
    }
    return new GamePlace(places);
  }

  private <P extends BucketPlace> CompletableFuture<FreshRead<P>> begin(
      String gameId, BiFunction<GameInRedis, ReadSource, P> locate, After after) {
    // Before anything is asked from Redis: whether the game exists is known without it.
    if (log.games().game(gameId).isPresent()) {
      return beginKnown(gameId, locate, after);
    }
    return log.game(gameId)
        .thenCompose(
            game ->
                game.isPresent()
                    ? beginKnown(gameId, locate, after)
                    : CompletableFuture.failedFuture(
                        BoardProblems.unknownGame(log.games(), gameId)));
  }

  private <P extends BucketPlace> CompletableFuture<FreshRead<P>> beginKnown(
      String gameId, BiFunction<GameInRedis, ReadSource, P> locate, After after) {
    return reads
        .begin(gameId, locate, after)
        .exceptionallyCompose(
            failure -> {
              Throwable cause = Failure.cause(failure);
              return cause instanceof BoardFillingException filling
                  ? withProgress(filling)
                  : CompletableFuture.failedFuture(cause);
            });
  }

  private <T> CompletableFuture<T> withProgress(BoardFillingException filling) {
    return live.filling()
        .thenCompose(
            share -> CompletableFuture.failedFuture(BoardProblems.boardFilling(filling, share)));
  }

  private Game game(String gameId, GameInRedis place) {
    Game game = log.games().game(gameId).orElseThrow(() -> BoardProblems.unknownGame(gameId));
    // Its rules may have been written a moment ago: without them nobody knows what its keys hold.
    if (game.rules(place.edition().rules()).isEmpty()) {
      throw BoardProblems.definitionsBehind();
    }
    return game;
  }

  private static GameDefinition filled(Game game, GameInRedis place) {
    return game.rules(place.edition().rules()).orElseThrow().definition();
  }

  private static BoardRules rules(Game game, Optional<String> boardId, GameInRedis place) {
    GameDefinition filled = filled(game, place);
    if (boardId.isEmpty()) {
      return new BoardRules(filled, filled.mainBoard());
    }
    BoardDefinition board =
        filled.board(boardId.get()).orElseThrow(() -> absent(game.definition(), boardId.get()));
    return new BoardRules(filled, board);
  }

  private static RuntimeException absent(GameDefinition latest, String boardId) {
    return latest.board(boardId).isPresent()
        ? new BoardFillingException(latest.gameId(), boardId)
        : BoardProblems.unknownBoard(latest, boardId);
  }

  private Period period(Optional<String> asked, BoardRules rules) {
    if (asked.isPresent()) {
      return rules
          .calendar()
          .find(asked.get())
          .orElseThrow(() -> unknownPeriod(rules.board(), asked.get()));
    }
    // Between two seasons there is no current one: which is no period of the board.
    return current(rules)
        .orElseThrow(
            () -> new InvalidFieldException("period", "must be given: no season is on now"));
  }

  private Optional<Period> current(BoardRules rules) {
    return Optional.ofNullable(rules.calendar().at(clock.millis()));
  }

  private static InvalidFieldException unknownPeriod(BoardDefinition board, String asked) {
    return new InvalidFieldException("period", UnknownPeriod.allowed(board, asked));
  }
}
