package io.leaderboard.cassandra.finals;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.leaderboard.events.finals.FinalEntry;
import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalPeriod;
import java.time.Instant;

/** Writes into {@code final_ranks} how a user finished. */
public final class FinalRankInsert {
  private final PreparedStatement insert;

  /** Prepares the statement. */
  public FinalRankInsert(CqlSession session, String keyspace) {
    insert =
        session.prepare(
            SimpleStatement.newInstance(
                    ("INSERT INTO %s.final_ranks (game_id, board_id, user_id, period_end, period,"
                            + " rank, score, scale, total, rules)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?")
                        .formatted(keyspace))
                .setIdempotent(true));
  }

  /**
   * The bound statement.
   *
   * @param offset of the manifest's record; all manifests of a period are in one partition
   */
  public Statement<?> insert(FinalManifest manifest, FinalEntry entry, long offset) {
    FinalPeriod period = manifest.period();
    return insert.bind(
        period.gameId(),
        period.boardId(),
        entry.userId(),
        Instant.ofEpochMilli(manifest.end()),
        period.period(),
        entry.rank(),
        entry.score(),
        manifest.scale(),
        manifest.entries(),
        manifest.rulesVersion(),
        offset + 1);
  }
}
