package io.leaderboard.query.history;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import io.leaderboard.events.cassandra.StandingsLayout;
import io.leaderboard.query.cassandra.CassandraConnection;
import io.leaderboard.query.cassandra.Select;
import io.leaderboard.query.freshness.Freshness;
import io.leaderboard.query.freshness.Lag;
import io.leaderboard.query.log.OpenLog;
import io.leaderboard.query.position.AppliedPositions;
import io.leaderboard.query.redis.RecentReading;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** How far the history in Cassandra is behind the log. Thread-safe. */
final class HistoryLag {
  /** What an answer names as its generation. */
  private static final String NAME = "history";

  /** Events are written with the boards, before this projection's position says so. */
  private static final String PROJECTION = StandingsLayout.BOARDS;

  /** Positions may be this old; they make the lag look larger, never smaller. */
  private static final Duration MAX_AGE = Duration.ofMillis(200);

  private static final Select POSITIONS =
      new Select(
          "positions",
          "SELECT partition, applied_offset FROM %s.projection_positions WHERE projection = ?");

  /** More than any log has partitions. */
  private static final int MAX_PARTITIONS = 4_096;

  private final OpenLog log;
  private final Lag lag;
  private final RecentReading<AppliedPositions> positions;

  HistoryLag(OpenLog log, Lag lag, CassandraConnection cassandra) {
    this.log = log;
    this.lag = lag;
    this.positions =
        new RecentReading<>(
            () ->
                cassandra
                    .read(POSITIONS, MAX_PARTITIONS, PROJECTION)
                    .thenApply(HistoryLag::applied));
  }

  /** How fresh events are at least that are read after this has completed. */
  CompletableFuture<Freshness> freshness() {
    return positions
        .noOlderThan(MAX_AGE)
        .thenApply(applied -> new Freshness(NAME, lag.millis(applied, log.partitions()), false));
  }

  private static AppliedPositions applied(AsyncResultSet rows) {
    Map<Integer, Long> applied = new HashMap<>();
    rows.currentPage()
        .forEach(
            row -> {
              if (!row.isNull(1)) {
                applied.put(row.getInt(0), row.getLong(1));
              }
            });
    return new AppliedPositions(applied);
  }
}
