package io.leaderboard.acceptance;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import io.leaderboard.events.cassandra.StandingsLayout;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.guarantee.RuleChange.Progress;
import io.leaderboard.events.guarantee.StoreView;
import io.leaderboard.events.reference.StandingKey;
import io.leaderboard.events.standing.Standing;
import io.leaderboard.redis.FaultStack;
import io.leaderboard.servers.testing.CassandraAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Every standing in Cassandra under the latest rules, and how far they are. */
final class StandingsInCassandra implements AutoCloseable {
  private static final DriverConfigLoader PATIENT =
      DriverConfigLoader.programmaticBuilder()
          .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(10))
          .build();

  /** The projection that keeps every event. */
  private static final String EVENTS = "events";

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

  /** By partition the offset behind the last one that is applied. */
  Map<Integer, Long> next() {
    return next(StandingsLayout.BOARDS, "applied_offset");
  }

  /** By partition the offset behind the last one that it holds for good; 0 for nothing yet. */
  Map<Integer, Long> confirmed() {
    Map<Integer, Long> confirmed = new TreeMap<>();
    for (String projection : List.of(EVENTS, StandingsLayout.BOARDS)) {
      Map<Integer, Long> of = next(projection, "confirmed_offset");
      for (int partition = 0; partition < FaultStack.PARTITIONS; partition++) {
        confirmed.merge(partition, of.getOrDefault(partition, 0L), Math::min);
      }
    }
    return confirmed;
  }

  /** What each game is written to, and how far its readers see. */
  Map<String, Progress> progress(Games games) {
    Map<Integer, Long> next = next();
    Map<String, Set<String>> filled = new HashMap<>();
    for (Row row : rules()) {
      filled
          .computeIfAbsent(text(row, "game_id"), id -> new TreeSet<>())
          .add("rules " + row.getInt("rules"));
    }
    Map<String, Progress> progress = new TreeMap<>();
    for (Game game : games.all()) {
      progress.put(
          game.id(), new Progress(filled.getOrDefault(game.id(), Set.of("first rules")), next));
    }
    return progress;
  }

  /** Whether the latest rules of every game are complete in all partitions. */
  boolean isUnderTheLatestRules(Games games) {
    Map<String, Integer> complete = new HashMap<>();
    for (Row row : rules()) {
      if (row.getBoolean("complete")) {
        complete.merge(text(row, "game_id") + ' ' + row.getInt("rules"), 1, Integer::sum);
      }
    }
    return games.all().stream()
        .filter(game -> game.rulesVersion() != StandingsLayout.FIRST_RULES)
        .allMatch(
            game ->
                complete.getOrDefault(game.id() + ' ' + game.rulesVersion(), 0)
                    == FaultStack.PARTITIONS);
  }

  private ResultSet rules() {
    return session.execute("SELECT game_id, rules, complete FROM " + StandingsLayout.GAME_RULES);
  }

  /**
   * All standings under the latest rules.
   *
   * @param next by partition, where the store is
   */
  StoreView view(Games games, Map<Integer, Long> next) {
    return new StoreView("Cassandra", next, games, stored(games), board -> true);
  }

  private Map<Integer, Long> next(String projection, String column) {
    Map<Integer, Long> next = new TreeMap<>();
    for (Row row :
        session.execute(
            "SELECT partition, %s FROM %s WHERE projection = '%s'"
                .formatted(column, StandingsLayout.POSITIONS, projection))) {
      next.put(row.getInt(0), row.getLong(1) + 1);
    }
    return next;
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
