package io.leaderboard.acceptance;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.leaderboard.servers.testing.CassandraAddress;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The standings of a board as they lie in Cassandra. */
final class CassandraBoard {
  private static final DriverConfigLoader PATIENT =
      DriverConfigLoader.programmaticBuilder()
          .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(10))
          .build();

  private CassandraBoard() {}

  /** User to score, all time, under the first rules; the scores have one decimal. */
  static Map<String, BigDecimal> read(CassandraAddress address, String gameId, String boardId) {
    int scale = boardId.equals("count") ? 0 : 1;
    Map<String, BigDecimal> scores = new HashMap<>();
    try (CqlSession session =
        CqlSession.builder()
            .addContactPoint(address.contactPoint())
            .withLocalDatacenter(address.datacenter())
            .withConfigLoader(PATIENT)
            .build()) {
      // A scan that only a test of some hundred rows may do.
      SimpleStatement everyone =
          SimpleStatement.newInstance(
              "SELECT user_id, value FROM "
                  + TestStack.KEYSPACE
                  + ".board_standings WHERE game_id = ? AND board_id = ? AND rules = 1"
                  + " AND period = 'all-time' ALLOW FILTERING",
              gameId,
              boardId);
      for (Row row : session.execute(everyone)) {
        BigDecimal score = BigDecimal.valueOf(row.getLong("value"), scale);
        scores.put(row.getString("user_id"), RedisBoard.plain(score));
      }
    }
    return scores;
  }
}
