package io.leaderboard.query.archive;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import io.leaderboard.events.finals.FinalRules;
import io.leaderboard.events.period.Period;
import io.leaderboard.query.cassandra.CassandraConnection;
import io.leaderboard.query.cassandra.CassandraUnavailableException;
import io.leaderboard.query.cassandra.Select;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * That a period is archived, whole, and what it has. Rows of a period without one are not shown.
 *
 * @param rules version of the game's rules that it was closed under
 * @param scale digits after the point of its scores
 * @param pages of 100 entries
 * @param total entries
 * @param meaning what the board was by then; null when only the version is known
 */
record Manifest(
    String gameId,
    String boardId,
    Period period,
    int rules,
    int scale,
    int pages,
    long total,
    @Nullable FinalRules meaning) {
  private static final Select SELECT =
      new Select(
          "final-manifest",
          "SELECT period_start, period_end, rules, scale, pages, total, meaning FROM %s.final_manifests"
              + " WHERE game_id = ? AND board_id = ? AND period = ?");

  /** The manifest of a period; empty when it is not archived. */
  static CompletableFuture<Optional<Manifest>> read(
      CassandraConnection cassandra, String gameId, String boardId, String period) {
    return cassandra
        .read(SELECT, 1, gameId, boardId, period)
        .thenApply(rows -> of(gameId, boardId, period, rows));
  }

  private static Optional<Manifest> of(
      String gameId, String boardId, String period, AsyncResultSet rows) {
    Row row = rows.one();
    return row == null
        ? Optional.empty()
        : Optional.of(
            new Manifest(
                gameId,
                boardId,
                new Period(period, millis(row, 0), millis(row, 1)),
                row.getInt(2),
                row.getInt(3),
                row.getInt(4),
                row.getLong(5),
                meaning(period, row)));
  }

  private static @Nullable FinalRules meaning(String period, Row row) {
    Map<String, String> texts = row.getMap(6, String.class, String.class);
    try {
      return texts == null || texts.isEmpty() ? null : FinalRules.ofTexts(texts);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new CassandraUnavailableException(
          "the period %s was closed under rules that this version does not know: start a newer one"
              .formatted(period),
          e);
    }
  }

  private static long millis(Row row, int column) {
    Instant instant = row.getInstant(column);
    return Objects.requireNonNull(instant).toEpochMilli();
  }
}
