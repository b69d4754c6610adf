package io.leaderboard.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogView;
import io.leaderboard.log.Pauses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Records that are deleted between two polls. On a real Kafka nobody can say between which: the
 * consumer fetches ahead.
 */
class ProjectionListenerTest {
  private static final TopicPartition PARTITION = new TopicPartition(Topics.SCORE_EVENTS, 0);

  private final List<Long> applied = new ArrayList<>();
  private @Nullable RuntimeException failure;
  private final ProjectionStatus status = new ProjectionStatus();
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final Pauses pauses = new Pauses(Duration.ofMillis(1), Duration.ofMillis(1));

  // Never opened: nothing but records that cannot be decoded is read.
  private final LogView log = UnopenedLog.get();

  private final ProjectionListener listener =
      new ProjectionListener(new Remembering(), records -> {}, status, log, pauses, 10);

  private final class Remembering implements Projection {
    @Override
    public Map<Integer, ResumePoint> resume(Collection<Integer> partitions) {
      Map<Integer, ResumePoint> points = new HashMap<>();
      long next = applied.isEmpty() ? 0 : applied.get(applied.size() - 1) + 1;
      partitions.forEach(partition -> points.put(partition, ResumePoint.at(next)));
      return points;
    }

    @Override
    public void apply(List<PartitionBatch> batches) {
      if (failure != null) {
        throw failure;
      }
      batches.forEach(batch -> applied.add(batch.through()));
    }
  }

  @BeforeEach
  void readTheFirst() {
    consumer.assign(List.of(PARTITION));
    log(0, 5);
    poll(0, 5);
    poll(0, 5);
    assertThat(applied).containsExactly(4L);
  }

  @AfterEach
  void closeTheLog() {
    pauses.stop();
    log.close();
  }

  @Test
  void whatWasDeletedBeforeItWasReadIsNotSkippedButRefused() {
    log(8, 20);
    poll(8, 20);
    assertThat(applied).containsExactly(4L);
    assertThat(status.failure())
        .hasValueSatisfying(
            failure ->
                assertThat(failure)
                    .contains("needs score-events-0 from offset 5", "the log begins at 8"));
  }

  @Test
  void offsetsThatKafkaUsedItselfAreSkipped() {
    log(5, 20);
    poll(8, 20);
    assertThat(applied).containsExactly(4L, 19L);
    assertThat(status.failure()).isEmpty();
  }

  /** Or the alert for mismatches would follow a few rebuilds. */
  @Test
  void whatIsAppliedToBeingReplacedIsNoMismatch() {
    log(0, 20);
    failure = PositionMovedException.replaced("made by the test");
    poll(5, 20);
    assertThat(status.failures()).isEqualTo(1);
    assertThat(status.moved()).isZero();

    failure = new PositionMovedException("made by the test");
    // Resumes, since it failed, and then reads on.
    poll(5, 20);
    poll(5, 20);
    assertThat(status.failures()).isEqualTo(2);
    assertThat(status.moved()).isEqualTo(1);
  }

  private void log(long start, long end) {
    consumer.updateBeginningOffsets(Map.of(PARTITION, start));
    consumer.updateEndOffsets(Map.of(PARTITION, end));
  }

  private void poll(long from, long to) {
    List<ConsumerRecord<byte[], byte[]>> records =
        LongStream.range(from, to)
            .mapToObj(
                offset ->
                    new ConsumerRecord<>(
                        PARTITION.topic(),
                        PARTITION.partition(),
                        offset,
                        new byte[0],
                        new byte[] {1}))
            .toList();
    listener.onMessage(new ConsumerRecords<>(Map.of(PARTITION, records), Map.of()), null, consumer);
  }
}
