package io.leaderboard.query.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.log.LogProperties;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Opening a client needs no Kafka. */
@Timeout(30)
class LateAdminTest {
  private static final CountDownLatch MAY_OPEN = new CountDownLatch(1);
  private static final AtomicInteger FAILURES = new AtomicInteger(1);

  /** Is configured while a client is opened, and takes its time, as a look-up of names may. */
  public static final class SlowReporter extends Reporter {
    @Override
    public void configure(Map<String, ?> configs) {
      try {
        assertThat(MAY_OPEN.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Fails once. */
  public static final class FailingReporter extends Reporter {
    @Override
    public void configure(Map<String, ?> configs) {
      if (FAILURES.getAndDecrement() > 0) {
        throw new IllegalStateException("made by the test");
      }
    }
  }

  private abstract static class Reporter implements MetricsReporter {
    @Override
    public void init(List<KafkaMetric> metrics) {}

    @Override
    public void metricChange(KafkaMetric metric) {}

    @Override
    public void metricRemoval(KafkaMetric metric) {}

    @Override
    public void close() {}
  }

  private static LateAdmin admin(String servers, Map<String, String> client) {
    return new LateAdmin(
        new LogProperties(
            servers,
            4,
            100,
            (short) 1,
            1,
            10_000,
            65_536,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            client),
        "late");
  }

  @Test
  void whoeverAsksDoesNotWaitUntilItIsOpen() {
    Map<String, String> slow = Map.of("metric.reporters", SlowReporter.class.getName());
    try (LateAdmin admin = admin("127.0.0.1:1", slow)) {
      CompletableFuture<Admin> first = admin.get();
      CompletableFuture<Admin> second = admin.get();
      assertThat(first).isNotDone();
      MAY_OPEN.countDown();
      Admin opened = first.join();
      assertThat(second.join()).isSameAs(opened);
      assertThat(admin.get().join()).isSameAs(opened);
    }
  }

  @Test
  void whatCouldNotBeOpenedIsToldAndTriedAgain() {
    Map<String, String> failing = Map.of("metric.reporters", FailingReporter.class.getName());
    try (LateAdmin admin = admin("127.0.0.1:1", failing)) {
      CompletableFuture<Admin> first = admin.get();
      assertThatThrownBy(first::join).hasStackTraceContaining("made by the test");
      assertThat(admin.get().join()).isNotNull();
    }
  }
}
