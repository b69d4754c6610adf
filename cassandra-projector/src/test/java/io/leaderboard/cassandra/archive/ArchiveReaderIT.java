package io.leaderboard.cassandra.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.cassandra.projection.TestStore;
import io.leaderboard.cassandra.store.Interruptions;
import io.leaderboard.cassandra.store.Store;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogProperties;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.KafkaAddress;
import io.leaderboard.servers.testing.TestServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The reader on a real Kafka: transactions, a topic that comes late, stores that come late. */
class ArchiveReaderIT {
  private final Random random = new Random(7);
  private final FinalLog log = new FinalLog();
  private DedicatedServer<KafkaAddress> kafka;
  private TestStore store;
  private ArchiveStatus status = new ArchiveStatus();

  @BeforeEach
  void startServers() {
    kafka = TestServers.dedicatedKafka();
    store = new TestStore(Duration.ZERO);
  }

  @AfterEach
  void stopServers() {
    store.close();
    kafka.close();
  }

  @Test
  void aTopicThatComesLateIsReadAndOnlyWhatIsCommittedIsSeen() throws Exception {
    ArchiveReader reader = start(() -> store.tables(store.session()));
    patiently().until(() -> status.failure().filter(why -> why.contains("no topic")).isPresent());
    createTopic();
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      producer.initTransactions();
      producer.beginTransaction();
      send(producer, FinalLog.day(1, 1, 250, random));
      producer.flush();
      producer.abortTransaction();
      commit(producer, 2, 130);
      patiently().untilAsserted(() -> log.assertArchivedIn(store, "after the first"));
      assertThat(store.rows("final_manifests")).hasSize(1);

      // Half a period: the transaction is open.
      FinalLog.Closed third = FinalLog.day(3, 1, 120, random);
      producer.beginTransaction();
      send(producer, third);
      producer.flush();
      patiently().until(() -> status.totalLag() == 0 && status.failure().isEmpty());
      assertThat(store.rows("final_manifests")).hasSize(1);
      producer.commitTransaction();
      log.latest.put(third.period(), third);
      patiently().untilAsserted(() -> log.assertArchivedIn(store, "after the second"));
    }
    patiently().until(() -> status.totalLag() == 0);
    reader.stop(Duration.ofSeconds(10));

    // It goes on where it ended: nothing is archived again.
    ArchiveReader next = start(() -> store.tables(store.session()));
    patiently().until(() -> status.failure().isEmpty() && !status.lag().isEmpty());
    patiently().until(() -> status.totalLag() == 0);
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      producer.initTransactions();
      commit(producer, 4, 10);
    }
    patiently().untilAsserted(() -> log.assertArchivedIn(store, "after the third"));
    assertThat(status.periods()).isEqualTo(1);
    next.stop(Duration.ofSeconds(10));
  }

  @Test
  void aCassandraThatIsAwayIsWaitedForAndTold() throws Exception {
    createTopic();
    boolean[] away = {true};
    Store tables = store.tables(store.session());
    ArchiveReader reader =
        start(
            () -> {
              if (away[0]) {
                throw new IllegalStateException("Cassandra is away");
              }
              return tables;
            });
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      producer.initTransactions();
      commit(producer, 1, 250);
    }
    patiently().until(() -> status.failures() > 2 && status.totalLag() > 3);
    assertThat(status.failure()).hasValue("Cassandra is away");
    assertThat(new ArchiveHealth(status).health().getDetails())
        .containsEntry("waiting", "Cassandra is away")
        .containsKey("lagRecords");

    away[0] = false;
    patiently().untilAsserted(() -> log.assertArchivedIn(store, "when it was back"));
    patiently().until(() -> status.failure().isEmpty() && status.totalLag() == 0);
    away[0] = true;
    patiently().until(() -> status.failure().isPresent());
    away[0] = false;
    patiently().until(() -> status.failure().isEmpty());
    reader.stop(Duration.ofSeconds(10));
  }

  @Test
  void anotherTopicOfThatNameIsRefused() throws Exception {
    createTopic();
    ArchiveReader reader = start(() -> store.tables(store.session()));
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      producer.initTransactions();
      commit(producer, 1, 10);
    }
    patiently().untilAsserted(() -> log.assertArchivedIn(store, "before"));
    reader.stop(Duration.ofSeconds(10));
    try (Admin admin = admin()) {
      admin.deleteTopics(List.of(Topics.FINAL_STANDINGS)).all().get();
      patiently().until(() -> !admin.listTopics().names().get().contains(Topics.FINAL_STANDINGS));
    }
    createTopic();

    ArchiveReader next = start(() -> store.tables(store.session()));
    patiently()
        .until(() -> status.failure().filter(why -> why.contains("another topic")).isPresent());
    next.stop(Duration.ofSeconds(10));
  }

  private ArchiveReader start(Supplier<Store> tables) {
    status = new ArchiveStatus();
    LogProperties properties =
        new LogProperties(
            kafka.address().bootstrapServers(),
            FinalLog.PARTITIONS,
            100,
            (short) 1,
            1,
            10_000,
            65_536,
            Duration.ofSeconds(5),
            Duration.ofMillis(200),
            Map.of());
    ArchiveProperties archives =
        new ArchiveProperties("archives", 50, Duration.ofMillis(20), Duration.ofMillis(200));
    ArchiveReader reader =
        new ArchiveReader(
            new ArchiveTopic(properties),
            properties,
            archives,
            new Archives(tables, new Interruptions(), Duration.ZERO, status, System::nanoTime),
            status);
    reader.start();
    return reader;
  }

  private void commit(KafkaProducer<byte[], byte[]> producer, int day, int users) {
    FinalLog.Closed closed = FinalLog.day(day, 1, users, random);
    producer.beginTransaction();
    send(producer, closed);
    producer.commitTransaction();
    log.latest.put(closed.period(), closed);
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, FinalLog.Closed closed) {
    closed
        .pages()
        .forEach(
            page -> {
              var unused = producer.send(FinalLog.record(page));
            });
    var unused = producer.send(FinalLog.record(closed.manifest()));
  }

  private void createTopic() throws Exception {
    try (Admin admin = admin()) {
      admin
          .createTopics(
              List.of(new NewTopic(Topics.FINAL_STANDINGS, FinalLog.PARTITIONS, (short) 1)))
          .all()
          .get();
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", kafka.address().bootstrapServers()));
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers", kafka.address().bootstrapServers(), "transactional.id", "finals"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
  }
}
