package io.leaderboard.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
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
import io.leaderboard.servers.ProjectHome;
import io.leaderboard.servers.testing.CassandraAddress;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.KafkaAddress;
import io.leaderboard.servers.testing.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The service as it is deployed, on a Kafka and a Cassandra of its own, which are killed. The log
 * grows from test to test, and each compares all of it.
 */
class ProjectorServiceIT {
  private static final String GAME = "killed";
  private static final int USERS = 40;

  private static final Map<String, Long> sums = new HashMap<>();
  private static final Random random = new Random(42);
  private static DedicatedServer<KafkaAddress> kafka;
  private static DedicatedServer<CassandraAddress> cassandra;
  private static KafkaProducer<byte[], byte[]> producer;
  private static long sent;

  private @Nullable ConfigurableApplicationContext service;

  @BeforeAll
  static void startServers() {
    kafka = TestServers.dedicatedKafka();
    cassandra = TestServers.dedicatedCassandra();
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.address().bootstrapServers(), "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @AfterEach
  void stopService() {
    if (service != null) {
      service.close();
    }
  }

  @AfterAll
  static void stopServers() {
    producer.close(Duration.ZERO);
    cassandra.close();
    kafka.close();
  }

  @Test
  @Tag("long")
  void aCassandraThatIsAwayAtTheStartIsWaitedFor() {
    cassandra.stop();
    start();
    sendSome(200);
    patiently().until(() -> status("/actuator/health/readiness") == 503);
    assertThat(get("/actuator/health/liveness")).contains("UP");

    cassandra.start();
    awaitEverything();
    patiently().until(() -> status("/actuator/health/readiness") == 200);
    assertThat(get("/actuator/prometheus"))
        .contains("leaderboard_cassandra_requests_seconds_count")
        .contains("leaderboard_projection_events_total")
        .contains("leaderboard_archives_lag_records")
        .contains("leaderboard_archives_failures_total");
    assertThat(get("/actuator/health")).contains("\"archives\"").contains("lagRecords");
    everyMetricOfTheReadmeAndOfTheAlertsExists();
  }

  private void everyMetricOfTheReadmeAndOfTheAlertsExists() {
    String measured = get("/actuator/prometheus");
    Path home = ProjectHome.find();
    String readme = read(home.resolve("cassandra-projector/README.md"));
    String named =
        // The connection that the alerts ask for is the query-service's.
        read(home.resolve("deploy/prometheus/alerts.yml")).replace("leaderboard_cassandra", "")
            + readme.substring(readme.indexOf("## Metrics")).replace('.', '_');
    List<String> metrics =
        Pattern.compile("leaderboard_(archives|cassandra)_[a-z_]+")
            .matcher(named)
            .results()
            .map(MatchResult::group)
            .distinct()
            .toList();
    assertThat(metrics)
        .contains("leaderboard_archives_failures", "leaderboard_cassandra_interruptions")
        .allSatisfy(name -> assertThat(measured).contains("\n" + name));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL takes back up to a second of what was acknowledged; nobody restarts the service. */
  @Tag("long")
  @Test
  void aCassandraThatIsKilledWhileEventsFlowLosesNothing() throws Exception {
    start();
    for (int kill = 0; kill < 3; kill++) {
      long before = sent;
      while (sent < before + 3_000) {
        sendSome(100);
        awaitApplied(sent / 2);
      }
      cassandra.kill();
      sendSome(300);
      cassandra.start();
    }
    sendSome(300);
    awaitEverything();
  }

  /** Connections stay open and nothing answers, for longer than a request may take. */
  @Tag("long")
  @Test
  void aCassandraThatHangsWhileEventsFlowIsWaitedFor() throws Exception {
    start();
    sendSome(1_000);
    awaitApplied(sent / 2);
    cassandra.pause();
    long before = failures();
    try {
      sendSome(3_000);
      patiently().until(() -> failures() > before);
    } finally {
      cassandra.resume();
    }
    awaitEverything();
  }

  /** The partitions are quiet when the node goes: no record comes to find the loss by. */
  @Tag("long")
  @Test
  void whatAQuietLogHadWrittenIsHealedWhenANodeComesBack() throws Exception {
    start();
    for (int kill = 0; kill < 2; kill++) {
      sendSome(500);
      awaitEverything();
      cassandra.kill();
      cassandra.start();
      awaitEverything();
    }
  }

  @Test
  void anEmptyCassandraIsFilledAnewFromTheLog() {
    start();
    sendSome(300);
    awaitEverything();
    cassandra.wipe();
    cassandra.start();
    awaitEverything();
    sendSome(50);
    awaitEverything();
  }

  /** The log is quiet and the connection stands: nothing else tells of it. */
  @Test
  void aKeyspaceThatIsDroppedIsMadeAgainAndFilledFromTheLog() {
    start();
    sendSome(300);
    awaitEverything();
    CassandraAddress at = cassandra.address();
    try (CqlSession session = open(at)) {
      session.execute(
          SimpleStatement.newInstance("DROP KEYSPACE leaderboard")
              .setTimeout(Duration.ofSeconds(30)));
    }
    awaitEverything();
    sendSome(50);
    awaitEverything();
  }

  private void start() {
    CassandraAddress at = cassandra.address();
    service =
        new SpringApplicationBuilder(CassandraProjectorApplication.class)
            .properties(
                "server.port=0",
                "leaderboard.log.bootstrap-servers=" + kafka.address().bootstrapServers(),
                "leaderboard.log.partitions=4",
                "leaderboard.log.duplicate-window=1000",
                "leaderboard.cassandra.contact-points=" + at.host() + ":" + at.port(),
                "leaderboard.cassandra.local-datacenter=" + at.datacenter(),
                "leaderboard.cassandra.request-timeout=2s",
                // Three times the second after which the test's Cassandra writes to disk.
                "leaderboard.cassandra.sync-margin=3s")
            .run("--server.port=0");
    service.getBean(LogView.class).settled().join();
    define();
  }

  /** Only now there are topics; a definition that is there already stays. */
  private static void define() {
    BoardDefinition board =
        new BoardDefinition(
            "all-time",
            Aggregation.SUM,
            Order.DESC,
            "score",
            PeriodKind.ALL_TIME,
            List.of(),
            Ties.SHARED,
            2,
            1);
    GameDefinition game =
        new GameDefinition(
            GAME,
            "",
            "",
            true,
            0,
            ZoneId.of("UTC"),
            Closing.MANUAL,
            Duration.ZERO,
            null,
            null,
            List.of(board));
    send(LogRecords.of(new GameDefined(game, 0, 0)));
    producer.flush();
  }

  private static void sendSome(int count) {
    for (int i = 0; i < count; i++) {
      String user = "user-" + random.nextInt(USERS);
      long score = random.nextInt(1_000);
      long at = 1_795_262_400_000L + sent;
      send(
          LogRecords.of(
              new ScoreEvent(
                  "e" + sent++, GAME, user, score, 0, Map.of(), at, at, null, Map.of())));
      sums.merge(user, score, Long::sum);
    }
    producer.flush();
  }

  private static void send(ProducerRecord<byte[], byte[]> record) {
    var unused = producer.send(record);
  }

  private void awaitApplied(long events) {
    patiently().until(() -> applied() >= events);
  }

  private double applied() {
    return Objects.requireNonNull(service)
        .getBean(ProjectionStatus.class)
        .applied()
        .values()
        .stream()
        .mapToLong(offset -> offset + 1)
        .sum();
  }

  private long failures() {
    return Objects.requireNonNull(service).getBean(ProjectionStatus.class).failures();
  }

  /** Asks with a session of its own, so that the answer is Cassandra's and nobody's memory. */
  private static void awaitEverything() {
    CassandraAddress at = cassandra.address();
    try (CqlSession session = open(at)) {
      patiently()
          .untilAsserted(
              () -> {
                Map<String, Long> held = new HashMap<>();
                for (Row row :
                    session.execute("SELECT user_id, value FROM leaderboard.board_standings")) {
                  held.put(row.getString(0), row.getLong(1));
                }
                assertThat(held).isEqualTo(sums);
                Row count = session.execute("SELECT count(*) FROM leaderboard.score_events").one();
                assertThat(Objects.requireNonNull(count).getLong(0)).isEqualTo(sent);
              });
    }
  }

  private static CqlSession open(CassandraAddress at) {
    return TestProperties.sessions(at.contactPoint(), at.datacenter(), "leaderboard")
        .open(new Interruptions());
  }

  private static ConditionFactory patiently() {
    return await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions();
  }

  private String get(String path) {
    return response(path).body();
  }

  private int status(String path) {
    return response(path).statusCode();
  }

  private HttpResponse<String> response(String path) {
    int port =
        Objects.requireNonNull(
                ((WebServerApplicationContext) Objects.requireNonNull(service)).getWebServer())
            .getPort();
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
              HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
