package io.leaderboard.query.rank;

import io.leaderboard.query.board.Row;
import io.leaderboard.query.board.Shard;
import io.leaderboard.query.redis.RedisScript;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** Counts who is ahead on a shard in one round trip: {@code count.lua}. Thread-safe. */
final class CountScript {
  private static final RedisScript SCRIPT =
      RedisScript.of(CountScript.class, "/io/leaderboard/query/board/place.lua", "count.lua");

  /** What is counted. */
  enum Counted {
    /** Smaller sort keys. */
    BETTER(125),
    /** Smaller or equal sort keys. */
    LEVEL(125),
    /** What stands before the sort key and member: some 15 steps each among very many equals. */
    AHEAD(30);

    private final int rowsOfACall;

    Counted(int rowsOfACall) {
      this.rowsOfACall = rowsOfACall;
    }

    /** Two milliseconds of Redis at most, for which everybody else has to wait. */
    int rowsOfACall() {
      return rowsOfACall;
    }
  }

  /**
   * What was counted in one shard.
   *
   * @param total entries of the whole shard
   * @param ahead one count for each of the rows asked for
   */
  record Counts(long total, List<Long> ahead) {
    /** Those of several calls about one shard, at least one. */
    static Counts joined(List<Counts> pieces) {
      return new Counts(
          pieces.get(0).total(), pieces.stream().flatMap(piece -> piece.ahead().stream()).toList());
    }
  }

  /**
   * Counts for each of {@code rows}, which need not be in the shard.
   *
   * @param rows in the order of the board, at most {@link Counted#rowsOfACall}
   */
  CompletableFuture<Counts> count(Shard shard, Counted counted, List<Row> rows) {
    String[] argv = new String[rows.size() * 2 + 1];
    argv[0] = counted.name().toLowerCase(Locale.ROOT);
    for (int i = 0; i < rows.size(); i++) {
      argv[2 * i + 1] = Long.toString(rows.get(i).sortKey());
      argv[2 * i + 2] = rows.get(i).member();
    }
    return SCRIPT
        .run(shard.reads(), List.of(shard.sortedSet()), argv)
        .thenApply(
            answer ->
                new Counts(
                    (Long) answer.get(0), answer.stream().skip(1).map(Long.class::cast).toList()));
  }
}
