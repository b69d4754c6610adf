package io.leaderboard.query.board;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.period.Period;
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
  private final Announced announced;
  private final LiveGeneration live;
  private final FreshReads reads;
  private final Clock clock;

  Boards(OpenLog log, Announced announced, LiveGeneration live, FreshReads reads, Clock clock) {
    this.log = log;
    this.announced = announced;
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
              return place(request.period(), place, game, rules, source);
            },
            request.after())
        .thenApply(Boards::ofOnePeriod);
  }

  private static FreshRead<BoardPlace> ofOnePeriod(FreshRead<BoardPlace> read) {
    return new FreshRead<>(
        read.place(), read.freshness().of(read.place().period()), read.applied());
  }

  /** As {@link #open}, in any of the board's periods: for reading which ones there are. */
  public CompletableFuture<FreshRead<BoardPlace>> openAnyPeriod(BoardRequest request) {
    return begin(
        request.gameId(),
        (place, source) -> {
          Game game = game(request.gameId(), place);
          BoardRules rules = rules(game, request.boardId(), place);
          return BoardPlace.of(place, game, rules, newest(rules), source);
        },
        request.after());
  }

  /** The newest periods of all boards of a game that can be read. */
  public CompletableFuture<FreshRead<GamePlace>> openAll(String gameId, After after) {
    return begin(gameId, (place, source) -> all(game(gameId, place), place, source), after);
  }

  private GamePlace all(Game game, GameInRedis place, ReadSource source) {
    GameDefinition filled = filled(game, place);
    List<BoardPlace> places = new ArrayList<>();
    for (BoardDefinition board : filled.boards()) {
      BoardRules rules = new BoardRules(filled, board);
      places.add(BoardPlace.of(place, game, rules, newest(rules), source));
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

  private BoardPlace place(
      Optional<String> asked, GameInRedis place, Game game, BoardRules rules, ReadSource source) {
    Optional<Period> period =
        asked.isEmpty() ? Optional.of(newest(rules)) : rules.calendar().find(asked.get());
    if (period.isPresent()) {
      return BoardPlace.of(place, game, rules, period.get(), source);
    }
    String id = asked.orElseThrow();
    // It may be on none of the calendars that the board ever had, which the archive knows.
    if (!announced.mayHave(place.edition().rules(), game.id(), rules.board().id(), id)) {
      throw BoardProblems.unknownPeriod(rules.board(), id);
    }
    return BoardPlace.former(place, game, rules, id, source);
  }

  private Period newest(BoardRules rules) {
    return rules.calendar().newest(clock.millis());
  }
}
