package io.leaderboard.redis;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.leaderboard.events.cassandra.StandingsLayout;
import io.leaderboard.events.cassandra.StandingsTables;
import io.leaderboard.events.entry.ClosingEntry;
import io.leaderboard.events.entry.EventEntry;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.reference.StandingKey;
import io.leaderboard.events.standing.BoardRules;
import io.leaderboard.events.standing.Effect;
import io.leaderboard.events.standing.GameRules;
import io.leaderboard.events.standing.Standing;
import io.leaderboard.projection.PartitionBatch;
import io.leaderboard.projection.PartitionReader;
import io.leaderboard.projection.ResumePoint;
import io.leaderboard.servers.testing.CassandraAddress;
import io.leaderboard.servers.testing.TestServers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Standings in a keyspace of their own, as the cassandra-projector keeps them while scores flow: of
 * every partition something is confirmed, and every row is somewhere behind that.
 */
final class StandingsWriter implements AutoCloseable {
  private static final int MOST_UNDER_WAY = 250;

  private final CassandraAddress cassandra = TestServers.cassandra();
  private final String keyspace = TestServers.uniqueName("standings");
  private final CqlSession session =
      CqlSession.builder()
          .addContactPoint(cassandra.contactPoint())
          .withLocalDatacenter(cassandra.datacenter())
          .withConfigLoader(
              DriverConfigLoader.programmaticBuilder()
                  .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(20))
                  .build())
          .build();

  StandingsWriter() {
    session.execute(
        "CREATE KEYSPACE %s WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}"
            .formatted(keyspace));
    StandingsTables.create(keyspace).forEach(session::execute);
  }

  /** What a service needs to find them. */
  List<String> settings() {
    return List.of(
        "leaderboard.cassandra.contact-points=" + cassandra.host() + ":" + cassandra.port(),
        "leaderboard.cassandra.local-datacenter=" + cassandra.datacenter(),
        "leaderboard.cassandra.keyspace=" + keyspace);
  }

  void execute(String statement) {
    session.execute(statement.formatted(keyspace));
  }

  void bind(String topicId) {
    session.execute(
        "INSERT INTO %s.%s (topic, topic_id) VALUES ('score-events', '%s')"
            .formatted(keyspace, StandingsLayout.TOPICS, topicId));
  }

  /**
   * Writes what the log gives.
   *
   * @param records of all partitions
   * @param random where each partition is confirmed, and each row is; null for level with the log
   * @return the confirmed positions
   */
  Map<Integer, Long> write(
      Games games,
      List<ConsumerRecord<byte[], byte[]>> records,
      int window,
      @Nullable Random random) {
    if (random != null) {
      session.execute("TRUNCATE " + keyspace + "." + StandingsLayout.BOARD_STANDINGS);
    }
    Map<Integer, Long> confirmed = new HashMap<>();
    Map<Integer, List<ConsumerRecord<byte[], byte[]>>> byPartition = new TreeMap<>();
    records.forEach(
        record ->
            byPartition.computeIfAbsent(record.partition(), p -> new ArrayList<>()).add(record));
    byPartition.forEach(
        (partition, all) -> {
          long last = all.get(all.size() - 1).offset();
          long kept = random == null ? last : random.nextLong(-1, last + 1);
          confirmed.put(partition, kept);
          PartitionBatch batch =
              new PartitionReader(partition, ResumePoint.START, 0, window, 0, poison -> {})
                  .read(all);
          write(games, batch, kept, random);
        });
    return confirmed;
  }

  private void write(Games games, PartitionBatch batch, long confirmed, @Nullable Random random) {
    Map<StandingKey, NavigableMap<Long, Standing>> history = new HashMap<>();
    Map<String, GameRules> rules = new HashMap<>();
    games.all().forEach(game -> rules.put(game.id(), GameRules.of(game, game.latestRules())));
    for (EventEntry entry : batch.events()) {
      GameRules of = rules.get(entry.event().gameId());
      if (of != null) {
        fold(history, of, entry);
      }
    }
    PreparedStatement insert =
        session.prepare(
            ("INSERT INTO %s.board_standings (game_id, board_id, rules, period, user_id, value,"
                    + " reached_at, decided_at, log_partition, log_offset)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .formatted(keyspace));
    List<CompletionStage<?>> sent = new ArrayList<>();
    history.forEach(
        (key, versions) -> {
          long at =
              random == null ? batch.through() : random.nextLong(confirmed, batch.through() + 1);
          Map.Entry<Long, Standing> row = versions.floorEntry(at);
          if (row != null) {
            if (sent.size() == MOST_UNDER_WAY) {
              await(sent);
            }
            GameRules of = Objects.requireNonNull(rules.get(key.gameId()));
            sent.add(
                session.executeAsync(
                    insert.bind(
                        key.gameId(),
                        key.boardId(),
                        of.version(),
                        key.period(),
                        key.userId(),
                        row.getValue().value(),
                        Instant.ofEpochMilli(row.getValue().reachedAt()),
                        row.getValue().decidedAt(),
                        batch.partition(),
                        row.getKey())));
          }
        });
    await(sent);
    String projection = StandingsLayout.BOARDS;
    rules.forEach(
        (game, of) -> {
          if (of.version() != StandingsLayout.FIRST_RULES) {
            session.execute(
                "INSERT INTO %s.%s (log_partition, game_id, rules, confirmed_offset, complete) VALUES (%d, '%s', %d, %d, true)"
                    .formatted(
                        keyspace,
                        StandingsLayout.GAME_RULES,
                        batch.partition(),
                        game,
                        of.version(),
                        confirmed));
          }
        });
    for (ClosingEntry closing : batch.closings()) {
      session.execute(
          "INSERT INTO %s.%s (projection, partition, game_id, log_offset, closed_through) VALUES ('%s', %d, '%s', %d, %d)"
              .formatted(
                  keyspace,
                  StandingsLayout.CLOSINGS,
                  projection,
                  batch.partition(),
                  closing.gameId(),
                  closing.offset(),
                  closing.through()));
    }
    session.execute(
        "INSERT INTO %s.%s (projection, partition, applied_offset, confirmed_offset) VALUES ('%s', %d, %d, %d)"
            .formatted(
                keyspace,
                StandingsLayout.POSITIONS,
                projection,
                batch.partition(),
                batch.through(),
                confirmed));
  }

  private static void await(List<CompletionStage<?>> sent) {
    sent.forEach(each -> each.toCompletableFuture().join());
    sent.clear();
  }

  private static void fold(
      Map<StandingKey, NavigableMap<Long, Standing>> history, GameRules rules, EventEntry entry) {
    for (BoardRules of : rules.boards()) {
      if (of.effect(entry) instanceof Effect.Counts counts) {
        NavigableMap<Long, Standing> versions =
            history.computeIfAbsent(
                new StandingKey(
                    entry.event().gameId(),
                    of.board().id(),
                    counts.period().id(),
                    entry.event().userId()),
                key -> new TreeMap<>());
        Standing before = versions.isEmpty() ? null : versions.lastEntry().getValue();
        Standing next = of.fold(before, counts.value(), entry.event().occurredAt());
        if (next != null && !next.equals(before)) {
          versions.put(entry.offset(), next);
        }
      }
    }
  }

  @Override
  public void close() {
    session.execute("DROP KEYSPACE " + keyspace);
    session.close();
  }
}
