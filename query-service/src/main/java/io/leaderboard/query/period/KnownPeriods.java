package io.leaderboard.query.period;

import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.period.Period;
import io.leaderboard.query.board.Archive;
import io.leaderboard.query.board.BoardPlace;
import io.leaderboard.query.redis.RedisReads;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Reads from Redis which periods of a board have scores. Thread-safe. */
final class KnownPeriods {
  private static final CompletableFuture<List<String>> ALL_TIME =
      CompletableFuture.completedFuture(List.of(Period.ALL_TIME.id()));

  /**
   * The periods in which any shard has scores, {@linkplain Archive#NEWEST_FIRST newest first}; all
   * time also when it has none yet.
   *
   * @param before only those that follow this one, which may be of a calendar that the board does
   *     not have any more; empty for all
   * @param limit how many at most
   */
  CompletableFuture<List<Period>> newestFirst(
      BoardPlace board, Optional<Period> before, int limit) {
    List<CompletableFuture<List<String>>> shards =
        IntStream.range(0, board.shards().size())
            .mapToObj(shard -> ids(board, shard, before, limit))
            .toList();
    return CompletableFuture.allOf(shards.toArray(CompletableFuture[]::new))
        .thenApply(
            done ->
                shards.stream()
                    .flatMap(ids -> ids.join().stream())
                    .distinct()
                    .flatMap(id -> board.rules().calendar().find(id).stream())
                    .filter(
                        period ->
                            before.isEmpty()
                                || Archive.NEWEST_FIRST.compare(period, before.get()) > 0)
                    .sorted(Archive.NEWEST_FIRST)
                    .limit(limit)
                    .toList());
  }

  /** How many entries the board has in each of {@code periods}, asked together. */
  CompletableFuture<List<Long>> totals(BoardPlace board, List<Period> periods) {
    List<CompletableFuture<Long>> asked = new ArrayList<>();
    for (Period period : periods) {
      asked.add(total(board.in(period)));
    }
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenApply(done -> asked.stream().map(CompletableFuture::join).toList());
  }

  private CompletableFuture<Long> total(BoardPlace place) {
    CompletableFuture<Long> sum = CompletableFuture.completedFuture(0L);
    for (var shard : place.shards()) {
      sum =
          sum.thenCombine(
              shard.reads().call(commands -> commands.zcard(shard.sortedSet())), Long::sum);
    }
    return sum;
  }

  private CompletableFuture<List<String>> ids(
      BoardPlace board, int shard, Optional<Period> before, int limit) {
    return board
        .keys()
        .periods(shard)
        .map(key -> ids(board, board.shards().get(shard).reads(), key, before, limit))
        .orElse(ALL_TIME);
  }

  /**
   * All have one score, so that they lie in the order of their ids: for days, weeks and months that
   * of time. Seasons lie in that of their names; there are at most 1,000, so all are read.
   */
  private static CompletableFuture<List<String>> ids(
      BoardPlace board, RedisReads redis, String key, Optional<Period> before, int limit) {
    if (board.board().period() == PeriodKind.SEASONS) {
      return redis.call(commands -> commands.zrange(key, 0, -1));
    }
    // The board's own period in which that one ended, which is not among them or is one more.
    Optional<Period> own =
        before
            .filter(period -> period.end() < Long.MAX_VALUE)
            .map(period -> board.rules().calendar().newest(period.end() - 1));
    Range<String> older =
        Range.from(
            Boundary.unbounded(),
            own.map(period -> Boundary.including(period.id())).orElse(Boundary.unbounded()));
    return redis.call(commands -> commands.zrevrangebylex(key, older, Limit.create(0, limit + 1)));
  }
}
