package io.leaderboard.query.archive;

import com.datastax.oss.driver.api.core.cql.Row;
import io.leaderboard.query.cassandra.CassandraConnection;
import io.leaderboard.query.cassandra.Select;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Reads how users finished: {@code final_ranks}. Thread-safe. */
final class FinalRanks {
  private static final Select ONE =
      new Select(
          "final-rank",
          "SELECT rank, score, rules FROM %s.final_ranks WHERE game_id = ? AND board_id = ?"
              + " AND user_id = ? AND period_end = ? AND period = ?");
  private static final Select ALL =
      new Select(
          "final-ranks",
          "SELECT period_end, period, rank, score, scale, total, rules FROM %s.final_ranks"
              + " WHERE game_id = ? AND board_id = ? AND user_id = ? AND period_end <= ? LIMIT ?");

  /** A rank in a period that is known. */
  record FinalRank(long rank, long score) {}

  /**
   * A rank in some period.
   *
   * @param periodEnd milliseconds since 1970
   * @param score times 10 to the power of {@code scale}
   * @param total entries of the whole board
   * @param rules version of the game's rules that the period was closed under
   */
  record Finish(
      String boardId,
      String period,
      long periodEnd,
      long rank,
      long score,
      int scale,
      long total,
      int rules) {}

  private final CassandraConnection cassandra;

  FinalRanks(CassandraConnection cassandra) {
    this.cassandra = cassandra;
  }

  /** How a user finished in a period; empty when the user is not in it. */
  CompletableFuture<Optional<FinalRank>> of(Manifest manifest, String userId) {
    return cassandra
        .read(
            ONE,
            1,
            manifest.gameId(),
            manifest.boardId(),
            userId,
            Instant.ofEpochMilli(manifest.period().end()),
            manifest.period().id())
        .thenApply(
            rows -> {
              Row row = rows.one();
              // One of other rules is left over from before the period was archived anew.
              return row == null || row.getInt(2) != manifest.rules()
                  ? Optional.empty()
                  : Optional.of(new FinalRank(row.getLong(0), row.getLong(1)));
            });
  }

  /**
   * How a user finished on a board, newest first; may name periods that are not archived whole.
   *
   * @param through periods that ended at or before this, in milliseconds since 1970
   * @param limit how many at most
   */
  CompletableFuture<List<Finish>> of(
      String gameId, String boardId, String userId, long through, int limit) {
    return cassandra
        .read(ALL, limit, gameId, boardId, userId, Instant.ofEpochMilli(through), limit)
        .thenApply(
            rows -> {
              List<Finish> found = new ArrayList<>();
              rows.currentPage().forEach(row -> found.add(finish(boardId, row)));
              return found;
            });
  }

  private static Finish finish(String boardId, Row row) {
    return new Finish(
        boardId,
        Objects.requireNonNull(row.getString(1)),
        Objects.requireNonNull(row.getInstant(0)).toEpochMilli(),
        row.getLong(2),
        row.getLong(3),
        row.getInt(4),
        row.getLong(5),
        row.getInt(6));
  }
}
