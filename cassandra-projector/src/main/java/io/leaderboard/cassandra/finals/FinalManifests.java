package io.leaderboard.cassandra.finals;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalPeriod;
import io.leaderboard.events.finals.FinalRules;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tables {@code final_manifests} and {@code final_periods}. Every write has the timestamp
 * offset + 1 of the manifest's record.
 */
public final class FinalManifests {
  private final PreparedStatement selectEnd;
  private final PreparedStatement insertManifest;
  private final PreparedStatement insertPeriod;
  private final PreparedStatement deletePeriod;

  /** Prepares the statements. */
  public FinalManifests(CqlSession session, String keyspace) {
    selectEnd =
        session.prepare(
            SimpleStatement.newInstance(
                    ("SELECT period_end FROM %s.final_manifests"
                            + " WHERE game_id = ? AND board_id = ? AND period = ?")
                        .formatted(keyspace))
                .setIdempotent(true));
    insertManifest =
        session.prepare(
            SimpleStatement.newInstance(
                    ("INSERT INTO %s.final_manifests (game_id, board_id, period, period_start,"
                            + " period_end, rules, scale, pages, total, digest, written_at, meaning)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?")
                        .formatted(keyspace))
                .setIdempotent(true));
    insertPeriod =
        session.prepare(
            SimpleStatement.newInstance(
                    ("INSERT INTO %s.final_periods (game_id, board_id, period_end, period,"
                            + " period_start, rules, total)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?")
                        .formatted(keyspace))
                .setIdempotent(true));
    deletePeriod =
        session.prepare(
            SimpleStatement.newInstance(
                    ("DELETE FROM %s.final_periods USING TIMESTAMP ? WHERE game_id = ?"
                            + " AND board_id = ? AND period_end = ? AND period = ?")
                        .formatted(keyspace))
                .setIdempotent(true));
  }

  /** When an archived period ended. */
  public Statement<?> selectEnd(FinalPeriod period) {
    return selectEnd.bind(period.gameId(), period.boardId(), period.period());
  }

  /** When the archived period ended; null when it is not archived. */
  public static @Nullable Instant end(AsyncResultSet rows) {
    Row row = rows.one();
    return row == null ? null : row.getInstant(0);
  }

  /** Writes the manifest of an archived period. */
  public Statement<?> insertManifest(FinalManifest manifest, long offset) {
    FinalPeriod period = manifest.period();
    FinalRules rules = manifest.facts().rules();
    return insertManifest.bind(
        period.gameId(),
        period.boardId(),
        period.period(),
        Instant.ofEpochMilli(manifest.start()),
        Instant.ofEpochMilli(manifest.end()),
        manifest.rulesVersion(),
        manifest.scale(),
        manifest.pages(),
        manifest.entries(),
        manifest.digest(),
        Instant.ofEpochMilli(manifest.writtenAt()),
        // Not null: what an earlier manifest of the period said would stay.
        rules == null ? Map.of() : rules.texts(),
        offset + 1);
  }

  /** Lists an archived period. */
  public Statement<?> insertPeriod(FinalManifest manifest, long offset) {
    FinalPeriod period = manifest.period();
    return insertPeriod.bind(
        period.gameId(),
        period.boardId(),
        Instant.ofEpochMilli(manifest.end()),
        period.period(),
        Instant.ofEpochMilli(manifest.start()),
        manifest.rulesVersion(),
        manifest.entries(),
        offset + 1);
  }

  /** For a period that was archived with another end, before its game moved to another zone. */
  public Statement<?> deletePeriod(FinalPeriod period, Instant end, long offset) {
    return deletePeriod.bind(offset + 1, period.gameId(), period.boardId(), end, period.period());
  }
}
