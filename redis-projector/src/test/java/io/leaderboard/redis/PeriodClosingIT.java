package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.score.PeriodsClosed;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.score.ScoreRecordCodec;
import io.leaderboard.events.score.UndecodableRecordException;
import io.leaderboard.events.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Days that end for the service, on a real Kafka and a real Redis. */
@Timeout(180)
class PeriodClosingIT {
  private static final String GAME = "closing";
  private static final long USERS = 23;

  /** Stands still unless it is moved. */
  private static final class TestClock extends Clock {
    private volatile Instant now = Instant.now();

    void moveTo(Instant instant) {
      now = instant;
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void aDayIsClosedInEveryPartitionWhenItsLatenessHasPassedAndItsStandingsAreFinal() {
    Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    TestClock clock = new TestClock();
    try (ProjectorStack stack = new ProjectorStack(clock)) {
      String[] quick = {
        "leaderboard.closing.interval=50ms",
        "leaderboard.finals.interval=50ms",
        "leaderboard.finals.expire-grace=1h"
      };
      stack.startService(quick);
      stack.startService(quick);
      GameDefinition game = GameDefinition.automatic(GAME);
      stack.define(game);
      Instant tomorrow = today.plus(1, ChronoUnit.DAYS);
      // One user has one partition: the closing stands in those without any record all the same.
      stack.send(events("today", today, 40, 1));
      stack.awaitFold();
      assertThat(stack.ends()).containsValue(0L);

      clock.moveTo(tomorrow.plus(game.lateness()).minusMillis(1));
      stack.send(events("still-in-time", today, 40, 1));
      stack.awaitFold();
      assertThat(closings(stack)).isEmpty();

      clock.moveTo(tomorrow.plus(game.lateness()));
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(closedPartitions(stack, tomorrow)).hasSize(4));
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(stack.finals(GAME)).containsEntry(day(today), 1L));
      stack.send(events("late", today, 40, USERS));
      stack.send(events("next", tomorrow, 40, USERS));
      stack.awaitFold();

      clock.moveTo(tomorrow.plus(1, ChronoUnit.DAYS).plus(game.lateness()));
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(stack.finals(GAME))
                      .containsEntry(day(today), 1L)
                      .containsEntry(day(tomorrow), USERS));
      stack.awaitFold();
      assertThat(stack.finals(GAME)).as("each once").containsKeys(day(today), day(tomorrow));
    }
  }

  private static String day(Instant instant) {
    return "daily/" + instant.atZone(ZoneOffset.UTC).toLocalDate();
  }

  private static Set<Integer> closedPartitions(ProjectorStack stack, Instant through) {
    Set<Integer> partitions = new TreeSet<>();
    closings(stack)
        .forEach(
            (partition, closing) -> {
              if (closing.through() == through.toEpochMilli()) {
                partitions.add(partition);
              }
            });
    return partitions;
  }

  /** The last closing of each partition. */
  private static Map<Integer, PeriodsClosed> closings(ProjectorStack stack) {
    Map<Integer, PeriodsClosed> closings = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : stack.read(Topics.SCORE_EVENTS)) {
      try {
        if (ScoreRecordCodec.decode(record.value()) instanceof PeriodsClosed closing) {
          closings.put(record.partition(), closing);
        }
      } catch (UndecodableRecordException e) {
        throw new AssertionError(e);
      }
    }
    return closings;
  }

  private static List<ScoreEvent> events(String name, Instant day, int count, long users) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new ScoreEvent(
                    name + i,
                    GAME,
                    "user-" + i % users,
                    name.hashCode() % 1_000 + i,
                    0,
                    Map.of(),
                    day.toEpochMilli() + i,
                    day.toEpochMilli(),
                    null,
                    Map.of()))
        .toList();
  }
}
