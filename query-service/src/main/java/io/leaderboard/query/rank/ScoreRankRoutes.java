package io.leaderboard.query.rank;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.query.board.BoardPlace;
import io.leaderboard.query.board.BoardRequest;
import io.leaderboard.query.board.Boards;
import io.leaderboard.query.freshness.Fresh;
import io.leaderboard.query.freshness.FreshRead;
import io.leaderboard.query.web.ReadAnswers;
import io.leaderboard.web.QueryParameters;
import io.leaderboard.web.Routes;
import java.math.BigDecimal;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The route that says which rank a new score would have. */
final class ScoreRankRoutes {
  static final String SCORE = "score";
  private static final int MAX_TEXT = 64;

  /** A number as JSON has it. */
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?");

  /**
   * A rank.
   *
   * @param total entries of the whole board, as it is now
   */
  @JsonPropertyOrder({"rank", "total"})
  record RankOf(long rank, long total) {}

  private final Boards boards;
  private final PeriodStandings standings;

  ScoreRankRoutes(Boards boards, PeriodStandings standings) {
    this.boards = boards;
    this.standings = standings;
  }

  RouterFunction<ServerResponse> routes() {
    return Routes.at(BoardRequest.PATTERN + "/rank-of")
        .get(this::rankOf, RankOperations.RANK_OF)
        .build();
  }

  private Mono<ServerResponse> rankOf(ServerRequest request) {
    BoardRequest board = BoardRequest.ofPath(request, boards.partitions());
    String text = QueryParameters.of(request).requiredText(SCORE, MAX_TEXT);
    if (!NUMBER.matcher(text).matches()) {
      throw new InvalidFieldException(SCORE, "must be a number as JSON has it, such as -12.5");
    }
    BigDecimal score = new BigDecimal(text);
    return Mono.fromFuture(() -> boards.open(board).thenCompose(read -> rankOf(read, score)))
        .flatMap(rank -> ReadAnswers.fresh(rank.value(), rank.freshness()));
  }

  private CompletableFuture<Fresh<RankOf>> rankOf(FreshRead<BoardPlace> read, BigDecimal score) {
    return standings
        .ofScore(read.place(), score)
        .thenApply(
            found ->
                new Fresh<>(
                    new RankOf(found.found().get(0).rank(), found.total()), read.freshness()));
  }
}
