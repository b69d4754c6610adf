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
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

/** A log that is refused while it is read. */
class RefusedLogIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** Holds how many batches were applied. */
  private static final class Count implements Projection {
    private final AtomicLong applied = new AtomicLong();

    @Override
    public Map<Integer, ResumePoint> resume(Collection<Integer> partitions) {
      Map<Integer, ResumePoint> points = new HashMap<>();
      partitions.forEach(partition -> points.put(partition, ResumePoint.START));
      return points;
    }

    @Override
    public void apply(List<PartitionBatch> batches) {
      applied.incrementAndGet();
    }
  }

  @Test
  void nothingIsAppliedAnyMoreAndHealthSaysWhatToDo() throws Exception {
    try (DedicatedServer<KafkaAddress> kafka = TestServers.dedicatedKafka()) {
      LogProperties properties =
          new LogProperties(
              kafka.address().bootstrapServers(),
              2,
              100,
              (short) 1,
              1,
              10_000,
              65_536,
              Duration.ofSeconds(5),
              Duration.ofMillis(50),
              Map.of());
      try (LogView log = new LogView(properties, "test");
          LogEnds ends = new LogEnds(properties, log, "test");
          Admin admin = Admin.create(properties.clientSettings("test"));
          KafkaProducer<byte[], byte[]> producer =
              new KafkaProducer<>(
                  properties.clientSettings("test"),
                  new ByteArraySerializer(),
                  new ByteArraySerializer())) {
        log.start();
        ends.start();
        Count store = new Count();
        ProjectionStatus status = new ProjectionStatus();
        ProjectionHealth health = new ProjectionHealth(log, ends, status);
        ProjectionContainer container =
            new ProjectionContainer(
                log,
                properties,
                new ProjectionProperties(
                    "refused",
                    100,
                    1,
                    Duration.ofMillis(10),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(6)),
                store,
                records -> {},
                status);
        container.start();
        log.settled().join();
        send(producer);
        await().atMost(SOON).until(() -> store.applied.get() > 0 && health.isReady());

        admin
            .createPartitions(Map.of(Topics.SCORE_EVENTS, NewPartitions.increaseTo(5)))
            .all()
            .get();
        await().atMost(SOON).until(() -> health.health().getStatus().equals(Status.OUT_OF_SERVICE));
        assertThat(String.valueOf(health.health().getDetails().get("waiting")))
            .contains("score-events has 5 partitions", "created with 2", "OPERATIONS.md");
        long applied = store.applied.get();
        long failures = status.failures();
        send(producer);
        await().atMost(SOON).until(() -> status.failures() > failures);
        assertThat(store.applied).hasValue(applied);
        container.stop();
      }
    }
  }

  /** One that cannot be decoded is as good as any. */
  private static void send(KafkaProducer<byte[], byte[]> producer) throws Exception {
    producer.send(new ProducerRecord<>(Topics.SCORE_EVENTS, 0, null, new byte[] {1})).get();
  }
}
