package io.leaderboard.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import io.leaderboard.cassandra.fill.FillStatus;
import io.leaderboard.cassandra.store.Interruptions;
import io.leaderboard.cassandra.store.TestProperties;
import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Closing;
import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.log.LogRecords;
import io.leaderboard.log.LogView;
import io.leaderboard.projection.ProjectionStatus;
import io.leaderboard.servers.testing.CassandraAddress;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.KafkaAddress;
import io.leaderboard.servers.testing.TestServers;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The service on a real log of which Kafka has deleted the beginning, when rules change. */
class TrimmedLogIT {
  private static final int PARTITIONS = 2;
  private static final int USERS = 20;

  private final Random random = new Random(7);
  private final Map<String, Long> sums = new HashMap<>();
  private final Map<String, Long> bests = new HashMap<>();
  private int sent;

  /** Once it refused for good, for every game, because of a board of one that nobody played. */
  @Test
  void aRuleChangeOnALogThatHasLostItsStartStopsNobodyAndIsExact() throws Exception {
    try (DedicatedServer<KafkaAddress> kafka = TestServers.dedicatedKafka();
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.address().bootstrapServers(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        Admin admin =
            Admin.create(Map.of("bootstrap.servers", kafka.address().bootstrapServers()))) {
      String keyspace = TestServers.uniqueName("trimmed");
      try (ConfigurableApplicationContext service = start(kafka.address(), keyspace)) {
        service.getBean(LogView.class).settled().join();
        define(producer, game("played", Aggregation.SUM), 0);
        define(producer, game("tiny", Aggregation.SUM), 0);
        send(producer, 400);
        awaitApplied(service);
        for (int partition = 0; partition < PARTITIONS; partition++) {
          admin
              .deleteRecords(
                  Map.of(
                      new TopicPartition("score-events", partition),
                      RecordsToDelete.beforeOffset(5)))
              .all()
              .get();
        }
        define(producer, game("tiny", Aggregation.SUM, Aggregation.BEST), 1);
        send(producer, 40);
        awaitApplied(service);
        awaitStandings(keyspace, "played", 1, "all-time-sum", sums);

        // And of the game that is played.
        define(producer, game("played", Aggregation.SUM, Aggregation.BEST), 1);
        send(producer, 40);
        awaitApplied(service);
        awaitStandings(keyspace, "played", 2, "all-time-sum", sums);
        awaitStandings(keyspace, "played", 2, "all-time-best", bests);
        patiently().until(() -> completeRules(keyspace).equals(Map.of("played", 2, "tiny", 2)));
        assertThat(service.getBean(FillStatus.class).refused()).isEmpty();
        assertThat(service.getBean(ProjectionStatus.class).failure()).isEmpty();
      }
      // Whoever comes next goes on, too.
      try (ConfigurableApplicationContext service = start(kafka.address(), keyspace)) {
        service.getBean(LogView.class).settled().join();
        send(producer, 40);
        awaitApplied(service);
        awaitStandings(keyspace, "played", 2, "all-time-sum", sums);
      }
    }
  }

  private static ConfigurableApplicationContext start(KafkaAddress kafka, String keyspace) {
    CassandraAddress at = TestServers.cassandra();
    return new SpringApplicationBuilder(CassandraProjectorApplication.class)
        .properties(
            "leaderboard.log.bootstrap-servers=" + kafka.bootstrapServers(),
            "leaderboard.log.partitions=" + PARTITIONS,
            "leaderboard.log.duplicate-window=1000",
            "leaderboard.cassandra.contact-points=" + at.host() + ":" + at.port(),
            "leaderboard.cassandra.local-datacenter=" + at.datacenter(),
            "leaderboard.cassandra.keyspace=" + keyspace,
            "leaderboard.cassandra.sync-margin=1s")
        .run("--server.port=0");
  }

  private static void define(
      KafkaProducer<byte[], byte[]> producer, GameDefinition game, int basedOn) {
    var unused = producer.send(LogRecords.of(new GameDefined(game, basedOn, 0)));
    producer.flush();
  }

  private void send(KafkaProducer<byte[], byte[]> producer, int count) {
    for (int i = 0; i < count; i++) {
      String user = "user-" + random.nextInt(USERS);
      long score = random.nextInt(1_000);
      long at = 1_795_262_400_000L + sent;
      ProducerRecord<byte[], byte[]> record =
          LogRecords.of(
              new ScoreEvent(
                  "e" + sent++, "played", user, score, 0, Map.of(), at, at, null, Map.of()));
      var unused = producer.send(record);
      sums.merge(user, score, Long::sum);
      bests.merge(user, score, Math::max);
    }
    producer.flush();
  }

  private void awaitApplied(ConfigurableApplicationContext service) {
    patiently()
        .until(
            () ->
                service.getBean(ProjectionStatus.class).applied().values().stream()
                        .mapToLong(offset -> offset + 1)
                        .sum()
                    == sent);
  }

  private static void awaitStandings(
      String keyspace, String gameId, int rules, String board, Map<String, Long> expected) {
    try (CqlSession session = open(keyspace)) {
      patiently()
          .untilAsserted(
              () -> {
                Map<String, Long> held = new HashMap<>();
                for (Row row :
                    session.execute(
                        "SELECT game_id, board_id, rules, user_id, value FROM %s.board_standings"
                            .formatted(keyspace))) {
                  if (gameId.equals(row.getString(0))
                      && board.equals(row.getString(1))
                      && row.getInt(2) == rules) {
                    held.put(row.getString(3), row.getLong(4));
                  }
                }
                assertThat(held).isEqualTo(expected);
              });
    }
  }

  /** By game: the newest rules that are complete in all partitions. */
  private static Map<String, Integer> completeRules(String keyspace) {
    try (CqlSession session = open(keyspace)) {
      Map<String, Integer> partitions = new TreeMap<>();
      Map<String, Integer> complete = new TreeMap<>();
      for (Row row :
          session.execute(
              "SELECT game_id, rules, complete FROM %s.game_rules".formatted(keyspace))) {
        if (row.getBoolean(2)
            && partitions.merge(row.getString(0) + row.getInt(1), 1, Integer::sum) == PARTITIONS) {
          complete.merge(String.valueOf(row.getString(0)), row.getInt(1), Math::max);
        }
      }
      return complete;
    }
  }

  private static CqlSession open(String keyspace) {
    CassandraAddress at = TestServers.cassandra();
    return TestProperties.sessions(at.contactPoint(), at.datacenter(), keyspace)
        .open(new Interruptions());
  }

  private static GameDefinition game(String gameId, Aggregation... aggregations) {
    return new GameDefinition(
        gameId,
        "",
        "",
        true,
        0,
        ZoneId.of("UTC"),
        Closing.MANUAL,
        Duration.ZERO,
        null,
        null,
        List.of(aggregations).stream().map(TrimmedLogIT::board).toList());
  }

  private static BoardDefinition board(Aggregation aggregation) {
    return new BoardDefinition(
        "all-time-" + aggregation.name().toLowerCase(Locale.ROOT),
        aggregation,
        Order.DESC,
        BoardDefinition.SCORE,
        PeriodKind.ALL_TIME,
        List.of(),
        Ties.SHARED,
        2,
        1);
  }

  private static ConditionFactory patiently() {
    return await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions();
  }
}
