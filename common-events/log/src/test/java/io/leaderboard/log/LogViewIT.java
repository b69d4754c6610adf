package io.leaderboard.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.DefinitionBounds;
import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.GameRecord;
import io.leaderboard.events.game.GameSeen;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.GamesFold.Outcome;
import io.leaderboard.events.game.LogSettings;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.KafkaAddress;
import io.leaderboard.servers.testing.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Opening, following and refusing a log, each on a Kafka that has none yet. */
class LogViewIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private static DedicatedServer<KafkaAddress> kafka;
  private final List<LogView> opened = new ArrayList<>();

  @BeforeAll
  static void startKafka() {
    kafka = TestServers.dedicatedKafka();
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @AfterEach
  void deleteTheLog() throws Exception {
    opened.forEach(LogView::close);
    try (Admin admin = Admin.create(properties(1).clientSettings("test"))) {
      admin.deleteTopics(admin.listTopics().names().get()).all().get();
      await().atMost(SOON).until(() -> admin.listTopics().names().get().isEmpty());
    }
  }

  @Test
  void servicesThatOpenAnEmptyKafkaAtOnceAgreeOnTheFirstSettings() {
    List<LogView> logs = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      logs.add(start(properties(3 + i)));
    }
    List<LogState> states = logs.stream().map(log -> log.settled().join()).toList();
    assertThat(states).allSatisfy(state -> assertThat(state).isInstanceOf(LogState.Open.class));
    assertThat(states).containsOnly(states.get(0));
    assertThat(((LogState.Open) states.get(0)).settings().partitions()).isBetween(3, 7);
  }

  @Test
  void aServiceWaitsForKafkaAndOpensTheLogWhenItComes() {
    kafka.kill();
    LogView log = start(properties(2));
    await()
        .atMost(SOON)
        .until(
            () ->
                log.state() instanceof LogState.Opening opening
                    && opening.reason().contains(kafka.address().bootstrapServers()));
    kafka.start();
    await().atMost(SOON).until(log::isOpen);
  }

  @Test
  void anotherPartitionCountThanTheLogWasCreatedWithIsRefused() throws Exception {
    LogView first = start(properties(2));
    await().atMost(SOON).until(first::isOpen);
    try (Admin admin = Admin.create(properties(2).clientSettings("test"))) {
      admin.deleteTopics(List.of(Topics.SCORE_EVENTS)).all().get();
      await()
          .atMost(SOON)
          .until(() -> !admin.listTopics().names().get().contains(Topics.SCORE_EVENTS));
      admin.createTopics(List.of(new NewTopic(Topics.SCORE_EVENTS, 4, (short) 1))).all().get();
    }
    LogState state = start(properties(2)).settled().get(30, TimeUnit.SECONDS);
    assertThat(state).isInstanceOf(LogState.Refused.class);
    assertThat(((LogState.Refused) state).reason())
        .contains("has 4 partitions", "created with 2", "Restore");
  }

  @Test
  void profilesAreCompactedAndFinalStandingsKeepTheirOrderForever() throws Exception {
    LogView log = start(properties(3));
    await().atMost(SOON).until(log::isOpen);
    try (Admin admin = Admin.create(properties(3).clientSettings("test"))) {
      var topics =
          admin.describeTopics(List.of(Topics.USERS, Topics.FINAL_STANDINGS)).allTopicNames().get();
      assertThat(Objects.requireNonNull(topics.get(Topics.USERS)).partitions()).hasSize(3);
      assertThat(Objects.requireNonNull(topics.get(Topics.FINAL_STANDINGS)).partitions())
          .hasSize(1);
      var users = new ConfigResource(ConfigResource.Type.TOPIC, Topics.USERS);
      var finals = new ConfigResource(ConfigResource.Type.TOPIC, Topics.FINAL_STANDINGS);
      var manifests = new ConfigResource(ConfigResource.Type.TOPIC, Topics.FINAL_MANIFESTS);
      var configs = admin.describeConfigs(List.of(users, finals, manifests)).all().get();
      assertThat(Objects.requireNonNull(configs.get(manifests)).get("cleanup.policy").value())
          .isEqualTo("compact");
      assertThat(Objects.requireNonNull(configs.get(users)).get("cleanup.policy").value())
          .isEqualTo("compact");
      assertThat(Objects.requireNonNull(configs.get(finals)).get("cleanup.policy").value())
          .isEqualTo("delete");
      assertThat(Objects.requireNonNull(configs.get(finals)).get("retention.ms").value())
          .isEqualTo("-1");
      assertThat(Objects.requireNonNull(configs.get(finals)).get("retention.bytes").value())
          .isEqualTo("-1");
    }
  }

  @Test
  void aTopicOfUsersThatIsNotCompactedOrHasOtherPartitionsIsRefused() throws Exception {
    try (Admin admin = Admin.create(properties(2).clientSettings("test"))) {
      admin.createTopics(List.of(new NewTopic(Topics.USERS, 2, (short) 1))).all().get();
      LogState deleting = start(properties(2)).settled().get(30, TimeUnit.SECONDS);
      assertThat(deleting)
          .isInstanceOfSatisfying(
              LogState.Refused.class,
              refused -> assertThat(refused.reason()).contains("users", "cleanup.policy=compact"));
      admin.createPartitions(Map.of(Topics.USERS, NewPartitions.increaseTo(3))).all().get();
    }
    LogState grown = start(properties(2)).settled().get(30, TimeUnit.SECONDS);
    assertThat(grown)
        .isInstanceOfSatisfying(
            LogState.Refused.class,
            refused ->
                assertThat(refused.reason()).contains("users has 3 partitions", "created with 2"));
  }

  @Test
  void whatIsErasedFromUsersIsGoneWithinADayAlsoFromATopicOfBefore() throws Exception {
    Map<String, String> within =
        Map.of(
            "max.compaction.lag.ms", "86400000",
            "segment.ms", "86400000",
            "delete.retention.ms", "604800000");
    LogView log = start(properties(2));
    await().atMost(SOON).until(log::isOpen);
    ConfigResource users = new ConfigResource(ConfigResource.Type.TOPIC, Topics.USERS);
    try (Admin admin = Admin.create(properties(2).clientSettings("test"))) {
      assertThat(configs(admin, users)).containsAllEntriesOf(within);
      // As it was created before, and with one value that is stricter.
      admin
          .incrementalAlterConfigs(
              Map.of(
                  users,
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry("max.compaction.lag.ms", ""), OpType.DELETE),
                      new AlterConfigOp(new ConfigEntry("delete.retention.ms", ""), OpType.DELETE),
                      new AlterConfigOp(new ConfigEntry("segment.ms", "3600000"), OpType.SET))))
          .all()
          .get();
      LogView again = start(properties(2));
      await().atMost(SOON).until(again::isOpen);
      assertThat(configs(admin, users))
          .containsEntry("max.compaction.lag.ms", "86400000")
          .containsEntry("segment.ms", "3600000")
          .containsEntry("delete.retention.ms", "604800000");
    }
  }

  private static Map<String, String> configs(Admin admin, ConfigResource topic) throws Exception {
    return admin.describeConfigs(List.of(topic)).all().get().get(topic).entries().stream()
        .filter(entry -> entry.value() != null)
        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void aTopicWhoseEventsAreAcknowledgedWhenOneReplicaHoldsThemIsWarnedOf(CapturedOutput output)
      throws Exception {
    String warning = "The topic score-events has min.insync.replicas=1";
    LogView first = start(properties(1));
    await().atMost(SOON).until(first::isOpen);
    assertThat(output.getOut()).containsOnlyOnce(warning);
    try (Admin admin = Admin.create(properties(1).clientSettings("test"))) {
      var scores = new ConfigResource(ConfigResource.Type.TOPIC, Topics.SCORE_EVENTS);
      ConfigEntry two = new ConfigEntry("min.insync.replicas", "2");
      AlterConfigOp set = new AlterConfigOp(two, AlterConfigOp.OpType.SET);
      admin.incrementalAlterConfigs(Map.of(scores, List.of(set))).all().get();
    }
    LogView second = start(properties(1));
    await().atMost(SOON).until(second::isOpen);
    assertThat(output.getOut()).containsOnlyOnce(warning);
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void gamesThatIsMadeAnewUnderARunningServiceIsRefusedWithTheRemedyAndWithoutNoise(
      CapturedOutput output) throws Exception {
    LogView log = start(properties(2));
    await().atMost(SOON).until(log::isOpen);
    write("chess", "go", "tennis");
    makeGamesAnew();
    await().atMost(SOON).until(() -> log.state() instanceof LogState.Refused);
    assertThat(((LogState.Refused) log.state()).reason())
        .contains("The topic games", "made anew", "Restore games from a backup");
    assertThat(output.getOut().lines().filter(line -> line.contains("Restore games"))).hasSize(1);
    // Kafka's own client says for as long as the topic is missing that it is; we say it once.
    assertThat(output.getOut().lines().filter(line -> line.matches(".* (WARN|ERROR) io.leader.*")))
        .hasSizeLessThan(5);
    assertThat(log.readToEnd())
        .failsWithin(Duration.ofMillis(100))
        .withThrowableThat()
        .havingRootCause()
        .isInstanceOf(LogRefusedException.class);
    assertThatThrownBy(log::requireNotRefused).isInstanceOf(LogRefusedException.class);
    LogView after = start(properties(2));
    await().atMost(SOON).until(after::isOpen);
  }

  /** No position tells: there is more of the same. */
  @Test
  void gamesThatIsMadeAnewAndLongerThanTheFormerOneIsRefusedTooWithinSeconds() throws Exception {
    LogProperties properties = properties(2);
    LogView log = start(properties);
    await().atMost(SOON).until(log::isOpen);
    makeGamesAnew();
    write("chess", "go", "tennis", "football");
    try (LogEnds ends = new LogEnds(properties, log, "test");
        Admin admin = Admin.create(properties.clientSettings("test"))) {
      ends.start();
      await().atMost(SOON).until(() -> log.state() instanceof LogState.Refused);
      // Whoever follows without a pause learns it from the position; this is what others do.
      LogCheck topics = new LogCheck(admin);
      assertThatThrownBy(() -> topics.confirm(new LogSettings(2, 1_000, 1), "former"))
          .isInstanceOf(LogRefusedException.class)
          .hasMessageContaining("games was made anew");
    }
    assertThatThrownBy(log::confirm)
        .isInstanceOf(LogRefusedException.class)
        .hasMessageContaining("games");
  }

  @Test
  void partitionsThatAreAddedUnderARunningServiceAreRefusedWithinSeconds() throws Exception {
    LogProperties properties = properties(2);
    LogView log = start(properties);
    await().atMost(SOON).until(log::isOpen);
    try (LogEnds ends = new LogEnds(properties, log, "test");
        Admin admin = Admin.create(properties.clientSettings("test"))) {
      ends.start();
      admin.createPartitions(Map.of(Topics.SCORE_EVENTS, NewPartitions.increaseTo(6))).all().get();
      await().atMost(SOON).until(() -> log.state() instanceof LogState.Refused);
    }
    assertThat(((LogState.Refused) log.state()).reason())
        .contains("score-events has 6 partitions", "created with 2", "OPERATIONS.md");
  }

  @Test
  void aTopicThatIsMissingIsNamedAndIsNoReasonToRefuse() throws Exception {
    LogView log = start(properties(2));
    await().atMost(SOON).until(log::isOpen);
    try (Admin admin = Admin.create(properties(2).clientSettings("test"))) {
      delete(admin, Topics.SCORE_EVENTS);
    }
    assertThatThrownBy(log::confirm)
        .isInstanceOf(KafkaException.class)
        .hasMessageStartingWith("The topic score-events is not there: restore it");
    assertThat(log.isOpen()).isTrue();
  }

  /** One batch a round trip, so that it takes several times what one request may take. */
  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void aLongLogOfGamesIsReadForAsLongAsItTakes(CapturedOutput output) throws Exception {
    LogView first = start(properties(2));
    await().atMost(SOON).until(first::isOpen);
    int games = 6_000;
    Map<String, Object> unbatched = properties(1).clientSettings("test");
    unbatched.put("batch.size", 0);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(unbatched, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < games; i++) {
        var unused =
            producer.send(LogRecords.of(new GameSeen(GameDefinition.automatic("g" + i), i)));
      }
    }
    LogProperties slow =
        properties(2, Duration.ofSeconds(1), Map.of("max.partition.fetch.bytes", "1"));
    long start = System.nanoTime();
    LogView log = start(slow);
    await().atMost(SOON).until(log::isOpen);
    System.out.printf("Read in %d ms%n", (System.nanoTime() - start) / 1_000_000);
    assertThat(log.games().all()).hasSize(games);
    assertThat(output.getOut()).doesNotContain("The log is not open yet");
  }

  @Test
  void aNewLogGetsTheConfiguredBoundsAndOneOfBeforeHasNone() throws Exception {
    try (Admin admin = Admin.create(properties(1).clientSettings("test"));
        KafkaProducer<byte[], byte[]> producer = producer()) {
      admin.createTopics(List.of(new NewTopic(Topics.GAMES, 1, (short) 1))).all().get();
      producer.send(LogRecords.of(new LogSettings(2, 1_000, 1))).get();
      LogView before = start(properties(2));
      await().atMost(SOON).until(before::isOpen);
      assertThat(before.games().bounds()).isEmpty();
      before.close();
      delete(admin, Topics.GAMES);
    }
    LogView created = start(properties(2));
    await().atMost(SOON).until(created::isOpen);
    assertThat(created.games().bounds()).contains(new DefinitionBounds(10_000, 65_536, true));
  }

  @Test
  void ofTwoDefinitionsBasedOnTheSameVersionTheFirstInTheLogWins() throws Exception {
    LogView log = start(properties(2));
    await().atMost(SOON).until(log::isOpen);
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      GameDefinition definition = GameDefinition.automatic("chess");
      assertThat(outcome(log, producer, new GameDefined(definition, 0, 1)))
          .isEqualTo(Outcome.APPLIED);
      assertThat(outcome(log, producer, new GameDefined(definition, 0, 2)))
          .isEqualTo(Outcome.LOST_RACE);
      assertThat(outcome(log, producer, new GameSeen(definition, 3))).isEqualTo(Outcome.IGNORED);
      assertThat(log.games().game("chess").orElseThrow().version()).isEqualTo(1);
    }
  }

  @Test
  void everyoneWhoAsksToReadToTheEndSeesWhatWasWrittenBefore() throws Exception {
    LogView log = start(properties(2));
    await().atMost(SOON).until(log::isOpen);
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      for (int i = 0; i < 50; i++) {
        String gameId = "game" + i;
        producer.send(LogRecords.of(new GameSeen(GameDefinition.automatic(gameId), i))).get();
        List<CompletableFuture<Games>> asked = new ArrayList<>();
        for (int j = 0; j < 20; j++) {
          asked.add(log.readToEnd());
        }
        for (CompletableFuture<Games> games : asked) {
          assertThat(games.get(5, TimeUnit.SECONDS).game(gameId)).isPresent();
        }
      }
    }
  }

  @Test
  void bytesThatAreNoRecordOfGamesAreLeftOut() throws Exception {
    LogView log = start(properties(2));
    await().atMost(SOON).until(log::isOpen);
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      producer.send(new ProducerRecord<>(Topics.GAMES, new byte[] {1, 2, 3})).get();
      producer.send(LogRecords.of(new GameSeen(GameDefinition.automatic("go"), 1))).get();
      assertThat(log.readToEnd().get(5, TimeUnit.SECONDS).game("go")).isPresent();
    }
  }

  @Test
  void theLagGrowsWhileARecordIsNotAppliedAndIsZeroWhenItIs() throws Exception {
    LogProperties properties = properties(1);
    LogView log = start(properties);
    try (LogEnds ends = new LogEnds(properties, log, "test");
        KafkaProducer<byte[], byte[]> producer = producer()) {
      ends.start();
      await().atMost(SOON).until(() -> ends.end(0).isPresent());
      assertThat(ends.lagMillis(0, 0)).hasValue(0);
      producer.send(new ProducerRecord<>(Topics.SCORE_EVENTS, 0, null, new byte[] {1})).get();
      await().atMost(SOON).until(() -> ends.lagMillis(0, 0).orElse(0) > 500);
      assertThat(ends.end(0)).hasValue(1);
      assertThat(ends.lagMillis(0, 1)).hasValue(0);
    }
  }

  /** A name that does not resolve yet, or anything else that has a client not open at first. */
  @Test
  void theEndsAreAskedForAgainWhenTheClientCouldNotBeOpened() {
    LogProperties properties = properties(1);
    LogView log = start(properties);
    FailsAtFirst.left.set(2);
    LogProperties failing =
        new LogProperties(
            properties.bootstrapServers(),
            1,
            1_000,
            (short) 1,
            1,
            10_000,
            65_536,
            properties.requestTimeout(),
            properties.endsInterval(),
            Map.of("metric.reporters", FailsAtFirst.class.getName()));
    try (LogEnds ends = new LogEnds(failing, log, "test")) {
      ends.start();
      await().atMost(SOON).until(() -> ends.end(0).isPresent());
      assertThat(FailsAtFirst.left).hasValueLessThan(0);
    }
  }

  /** Is configured while a client is opened. */
  public static final class FailsAtFirst implements MetricsReporter {
    static final AtomicInteger left = new AtomicInteger();

    @Override
    public void configure(Map<String, ?> configs) {
      if (left.getAndDecrement() > 0) {
        throw new KafkaException("made by the test");
      }
    }

    @Override
    public void init(List<KafkaMetric> metrics) {}

    @Override
    public void metricChange(KafkaMetric metric) {}

    @Override
    public void metricRemoval(KafkaMetric metric) {}

    @Override
    public void close() {}
  }

  private static Outcome outcome(
      LogView log, KafkaProducer<byte[], byte[]> producer, GameRecord record) throws Exception {
    long offset = producer.send(LogRecords.of(record)).get().offset();
    return log.outcomeOf(offset).get(5, TimeUnit.SECONDS);
  }

  private LogView start(LogProperties properties) {
    LogView log = new LogView(properties, "test" + opened.size());
    opened.add(log);
    log.start();
    return log;
  }

  private void write(String... gameIds) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      for (String gameId : gameIds) {
        producer.send(LogRecords.of(new GameSeen(GameDefinition.automatic(gameId), 1))).get();
      }
    }
  }

  private void makeGamesAnew() throws Exception {
    try (Admin admin = Admin.create(properties(1).clientSettings("test"))) {
      delete(admin, Topics.GAMES);
      admin.createTopics(List.of(new NewTopic(Topics.GAMES, 1, (short) 1))).all().get();
    }
  }

  private static void delete(Admin admin, String topic) throws Exception {
    admin.deleteTopics(List.of(topic)).all().get();
    await().atMost(SOON).until(() -> !admin.listTopics().names().get().contains(topic));
  }

  private LogProperties properties(int partitions) {
    return properties(partitions, Duration.ofSeconds(5), Map.of());
  }

  private LogProperties properties(
      int partitions, Duration requestTimeout, Map<String, String> client) {
    return new LogProperties(
        kafka.address().bootstrapServers(),
        partitions,
        1_000,
        (short) 1,
        1,
        10_000,
        65_536,
        requestTimeout,
        Duration.ofMillis(50),
        client);
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        properties(1).clientSettings("test"), new ByteArraySerializer(), new ByteArraySerializer());
  }
}
