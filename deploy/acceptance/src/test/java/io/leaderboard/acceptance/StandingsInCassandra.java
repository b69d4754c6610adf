package io.leaderboard.acceptance;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.Row;
import io.leaderboard.events.cassandra.StandingsLayout;
import io.leaderboard.events.decimal.ScaledLong;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.reference.ReferenceStanding;
import io.leaderboard.events.reference.StandingKey;
import io.leaderboard.events.standing.BoardRules;
import io.leaderboard.events.standing.Standing;
import io.leaderboard.servers.testing.CassandraAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Every standing in Cassandra under the latest rules, and how far they are. */
final class StandingsInCassandra implements AutoCloseable {
  private static final DriverConfigLoader PATIENT =
      DriverConfigLoader.programmaticBuilder()
          .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(10))
          .build();

  private final CqlSession session;

  StandingsInCassandra(CassandraAddress address) {
    session =
        CqlSession.builder()
            .addContactPoint(address.contactPoint())
            .withLocalDatacenter(address.datacenter())
            .withKeyspace(TestStack.KEYSPACE)
            .withConfigLoader(PATIENT)
            .build();
  }

  /**
   * By partition the offset behind the last one that is applied under the latest rules of all
   * games; without partitions where some are not complete yet.
   */
  Map<Integer, Long> next(Games games) {
    Map<Integer, Long> next = new TreeMap<>();
    for (Row row :
        session.execute(
            "SELECT partition, applied_offset FROM %s WHERE projection = '%s'"
                .formatted(StandingsLayout.POSITIONS, StandingsLayout.BOARDS))) {
      next.put(row.getInt(0), row.getLong(1) + 1);
    }
    next.keySet().removeIf(partition -> !areComplete(partition, games));
    return next;
  }

  private boolean areComplete(int partition, Games games) {
    Map<String, Integer> complete = new HashMap<>();
    for (Row row :
        session.execute(
            "SELECT game_id, rules, complete FROM %s WHERE log_partition = %d"
                .formatted(StandingsLayout.GAME_RULES, partition))) {
      if (row.getBoolean(2)) {
        complete.merge(text(row, "game_id"), row.getInt(1), Math::max);
      }
    }
    return games.all().stream()
        .allMatch(
            game ->
                complete.getOrDefault(game.id(), StandingsLayout.FIRST_RULES)
                    == game.rulesVersion());
  }

  /** What differs from the reference, in words. */
  List<String> differences(Map<StandingKey, ReferenceStanding> reference, Games games) {
    Map<StandingKey, Standing> stored = stored(games);
    List<String> differences = new ArrayList<>();
    reference.forEach(
        (key, standing) -> {
          Game game = games.game(key.gameId()).orElseThrow();
          BoardDefinition board = game.definition().board(key.boardId()).orElseThrow();
          int scale = new BoardRules(game.definition(), board).scale();
          Standing expected =
              new Standing(
                  ScaledLong.of(standing.score(), scale).orElseThrow(), standing.reachedAt());
          Standing found = stored.remove(key);
          if (!expected.equals(found)) {
            differences.add(key + ": " + found + " instead of " + expected);
          }
        });
    stored.forEach(
        (key, standing) -> differences.add(key + ": " + standing + " instead of nothing"));
    return differences;
  }

  private Map<StandingKey, Standing> stored(Games games) {
    Map<StandingKey, Standing> stored = new HashMap<>();
    for (Row row :
        session.execute(
            "SELECT game_id, board_id, rules, period, user_id, value, reached_at FROM "
                + StandingsLayout.BOARD_STANDINGS)) {
      String gameId = text(row, "game_id");
      Game game = games.game(gameId).orElseThrow();
      // Rows of boards that are gone stay for a while.
      if (game.rulesVersion() == row.getInt("rules")
          && game.definition().board(text(row, "board_id")).isPresent()) {
        stored.put(
            new StandingKey(
                gameId, text(row, "board_id"), text(row, "period"), text(row, "user_id")),
            new Standing(
                row.getLong("value"),
                Objects.requireNonNull(row.getInstant("reached_at")).toEpochMilli()));
      }
    }
    return stored;
  }

  private static String text(Row row, String column) {
    return Objects.requireNonNull(row.getString(column));
  }

  @Override
  public void close() {
    session.close();
  }
}
