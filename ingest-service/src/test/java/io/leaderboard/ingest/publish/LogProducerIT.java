package io.leaderboard.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.log.LogProperties;
import io.leaderboard.servers.testing.TestServers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** The producer on a real Kafka, on a topic of its own. */
final class LogProducerIT {
  private final String kafka = TestServers.kafka().bootstrapServers();
  private final String topic = TestServers.uniqueName("publish");

  @Test
  void beforeItIsPreparedNothingIsTakenAndNobodyWaits() throws Exception {
    try (LogProducer producer = producer()) {
      long start = System.nanoTime();
      assertThat(publish(producer)).isEqualTo("UNREACHABLE");
      // Made, but nothing is known of the topic: Kafka's producer would wait for it.
      assertThat(producer.prepare(List.of(topic))).isFalse();
      assertThat(publish(producer)).isEqualTo("UNREACHABLE");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      assertThat(producer.inFlight()).isZero();
    }
  }

  @Test
  void aProducerThatDoesNotSendAnyMoreIsReplaced() throws Exception {
    createTopic();
    try (LogProducer producer = producer()) {
      awaitPrepared(producer);
      assertThat(publish(producer)).isEqualTo("0:0");
      producer.breakProducer();
      assertThat(publish(producer)).isEqualTo("UNREACHABLE");
      awaitPrepared(producer);
      assertThat(publish(producer)).isEqualTo("0:1");
      assertThat(producer.inFlight()).isZero();
    }
  }

  @Test
  void whatIsInFlightIsDeliveredBeforeItCloses() throws Exception {
    createTopic();
    CompletableFuture<String> outcome;
    try (LogProducer producer = producer()) {
      awaitPrepared(producer);
      outcome = publishing(producer);
    }
    assertThat(outcome.get(1, TimeUnit.SECONDS)).isEqualTo("0:0");
  }

  private void awaitPrepared(LogProducer producer) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> producer.prepare(List.of(topic)));
  }

  private String publish(LogProducer producer) throws Exception {
    return publishing(producer).get(10, TimeUnit.SECONDS);
  }

  private CompletableFuture<String> publishing(LogProducer producer) {
    CompletableFuture<String> outcome = new CompletableFuture<>();
    producer.publish(
        new ProducerRecord<>(topic, "value".getBytes(StandardCharsets.US_ASCII)),
        new Delivery() {
          @Override
          public void delivered(int partition, long offset) {
            outcome.complete(partition + ":" + offset);
          }

          @Override
          public void failed(NotDelivered why) {
            outcome.complete(why.name());
          }
        });
    return outcome;
  }

  private LogProducer producer() {
    LogProperties log =
        new LogProperties(
            kafka,
            8,
            1_000,
            (short) 1,
            1,
            10_000,
            65_536,
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Map.of());
    return new LogProducer(
        log,
        new PublishProperties(
            100,
            Duration.ofMillis(5),
            Duration.ofMillis(1_500),
            Duration.ofMillis(1_900),
            DataSize.ofKilobytes(64),
            DataSize.ofMegabytes(16)));
  }

  private void createTopic() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
  }
}
