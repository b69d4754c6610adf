package io.leaderboard.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogEnds;
import io.leaderboard.log.LogProperties;
import io.leaderboard.log.LogView;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.KafkaAddress;
import io.leaderboard.servers.testing.TestServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.health.contributor.Status;

/** The loop on a real Kafka, over a store that cannot fail unless it is told to. */
@Timeout(120)
class ProjectionContainerIT {
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final int PARTITIONS = 2;

  /** Only remembers how far it is. */
  private static final class Offsets implements Projection {
    private final Map<Integer, Long> next = new ConcurrentHashMap<>();
    private final AtomicInteger resumed = new AtomicInteger();
    private final AtomicInteger applying = new AtomicInteger();
    private final ReentrantLock mayApply = new ReentrantLock();
    private volatile @Nullable Error error;

    @Override
    public Map<Integer, ResumePoint> resume(Collection<Integer> partitions) {
      resumed.incrementAndGet();
      Map<Integer, ResumePoint> points = new HashMap<>();
      partitions.forEach(p -> points.put(p, ResumePoint.at(next.getOrDefault(p, 0L))));
      return points;
    }

    @Override
    public void apply(List<PartitionBatch> batches) {
      if (error != null) {
        throw error;
      }
      applying.incrementAndGet();
      mayApply.lock();
      try {
        batches.forEach(batch -> next.put(batch.partition(), batch.through() + 1));
      } finally {
        applying.decrementAndGet();
        mayApply.unlock();
      }
    }
  }

  private static DedicatedServer<KafkaAddress> kafka;
  private static LogView log;
  private static LogEnds ends;

  private final Offsets store = new Offsets();
  private final ProjectionStatus status = new ProjectionStatus();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private ProjectionHealth health;
  private @Nullable ProjectionContainer container;

  @BeforeAll
  static void openTheLog() {
    kafka = TestServers.dedicatedKafka();
    LogProperties properties = properties(kafka.address().bootstrapServers(), Map.of());
    log = new LogView(properties, "test");
    ends = new LogEnds(properties, log, "test");
    log.start();
    ends.start();
    log.settled().join();
  }

  @AfterAll
  static void closeTheLog() {
    ends.close();
    log.close();
    kafka.close();
  }

  /** What other tests left is applied, and measured. */
  @BeforeEach
  void beLevel() {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      int each = partition;
      await().atMost(SOON).until(() -> ends.end(each).isPresent());
      store.next.put(partition, ends.end(partition).getAsLong());
    }
    health = new ProjectionHealth(log, ends, status);
    new ProjectionMetrics(log, ends, status, health).bindTo(registry);
  }

  @AfterEach
  void stopReading() {
    if (container != null) {
      container.stop();
    }
  }

  @Test
  void aConsumerThatHasEndedForGoodIsSeen() throws Exception {
    read(properties(kafka.address().bootstrapServers(), Map.of()));
    await().atMost(SOON).until(() -> gauge("ready") == 1 && gauge("owned") == PARTITIONS);
    assertThat(gauge("log")).isEqualTo(PARTITIONS);

    store.error = new LinkageError("made by the test");
    var unused = send(0);
    await().atMost(SOON).until(() -> health.health().getStatus().equals(Status.DOWN));
    assertThat(waiting()).contains("ended for good (ERROR", "restart the service");
    assertThat(gauge("ready")).isZero();
    assertThat(gauge("owned")).isZero();
  }

  @Test
  void aPartitionWhoseRecordsWereAllDeletedIsResumedToo() throws Exception {
    long end = send(1) + 1;
    TopicPartition emptied = new TopicPartition(Topics.SCORE_EVENTS, 1);
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", kafka.address().bootstrapServers()))) {
      admin.deleteRecords(Map.of(emptied, RecordsToDelete.beforeOffset(end))).all().get();
    }
    store.next.remove(1);
    read(properties(kafka.address().bootstrapServers(), Map.of()));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(waiting())
                    .contains("needs score-events-1 from offset 0", "the log begins at " + end));

    store.next.put(1, end);
    await().atMost(SOON).until(() -> gauge("ready") == 1);
    assertThat(status.applied(1)).hasValue(end - 1);
  }

  /** To the consumer, which fetches nothing meanwhile, its records look like those that follow. */
  @Test
  void aLogThatWasMadeAnewAndOutgrewTheFormerOneIsNotReadOn() throws Exception {
    read(properties(kafka.address().bootstrapServers(), Map.of()));
    await().atMost(SOON).until(() -> gauge("ready") == 1 && gauge("owned") == PARTITIONS);
    store.mayApply.lock();
    long end;
    try {
      end = send(0) + 1;
      send(1);
      await().atMost(SOON).until(() -> store.applying.get() == 1);
      makeTheLogAnew();
      while (send(0) < end || send(1) < end) {
        // One more.
      }
    } finally {
      store.mayApply.unlock();
    }
    int resumed = store.resumed.get();
    await().atMost(SOON).until(() -> store.resumed.get() > resumed);
  }

  private static void makeTheLogAnew() throws Exception {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", kafka.address().bootstrapServers()))) {
      admin.deleteTopics(List.of(Topics.SCORE_EVENTS)).all().get();
      await()
          .atMost(SOON)
          .until(() -> !admin.listTopics().names().get().contains(Topics.SCORE_EVENTS));
      admin
          .createTopics(List.of(new NewTopic(Topics.SCORE_EVENTS, PARTITIONS, (short) 1)))
          .all()
          .get();
    }
  }

  @Test
  void aKafkaThatDeniesTheLogIsSeenAndAskedAgain() throws Exception {
    try (ServerSocket denying = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> deny(denying), "denying");
      thread.setDaemon(true);
      thread.start();
      read(
          properties(
              "127.0.0.1:" + denying.getLocalPort(),
              Map.of("security.protocol", "SSL", "ssl.endpoint.identification.algorithm", "")));
      await().atMost(SOON).until(() -> health.health().getStatus().equals(Status.DOWN));
      assertThat(waiting()).contains("Kafka denies", "AUTHENTICATION", "tried again");
      assertThat(gauge("ready")).isZero();
    }
  }

  /** Answers whoever begins a handshake of TLS with the alert that it has failed. */
  private static void deny(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        deny(client);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void deny(Socket client) throws IOException {
    byte[] alert = {21, 3, 3, 0, 2, 2, 40};
    assertThat(client.getInputStream().read()).as("a handshake").isEqualTo(22);
    client.getOutputStream().write(alert);
    client.shutdownOutput();
    // Until the client has gone: closed before, what it sent would take the alert with it.
    client.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  private void read(LogProperties properties) {
    container =
        new ProjectionContainer(
            log,
            properties,
            new ProjectionProperties(
                TestServers.uniqueName("group"),
                100,
                1,
                Duration.ofMillis(10),
                Duration.ofMillis(100),
                Duration.ofSeconds(6)),
            store,
            records -> {},
            status);
    container.start();
  }

  private double gauge(String name) {
    return registry.get("leaderboard.projection." + name).gauge().value();
  }

  private String waiting() {
    return String.valueOf(health.health().getDetails().get("waiting"));
  }

  /** One that cannot be decoded is as good as any. */
  private static long send(int partition) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.address().bootstrapServers(), "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      return producer
          .send(new ProducerRecord<>(Topics.SCORE_EVENTS, partition, null, new byte[] {1}))
          .get()
          .offset();
    }
  }

  private static LogProperties properties(String servers, Map<String, String> client) {
    return new LogProperties(
        servers,
        PARTITIONS,
        100,
        (short) 1,
        1,
        10_000,
        65_536,
        Duration.ofSeconds(5),
        Duration.ofMillis(50),
        client);
  }
}
