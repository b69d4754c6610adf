package io.leaderboard.redis.poison;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.projection.PoisonRecord;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class PutAsideTest {
  private final PutAside said = new PutAside();

  @Test
  void aFloodIsOneLineAPauseThatCountsWhatCameSinceTheLast() {
    long pause = PutAside.PAUSE.toNanos();
    assertThat(said.line(records(7, 1), 0))
        .hasValue("score-events-2@7 cannot be decoded and went to score-events.dlt: broken");
    assertThat(said.line(records(8, 500), 1)).isEmpty();
    assertThat(said.line(records(508, 500), pause - 1)).isEmpty();
    assertThat(said.line(records(1_008, 10), pause))
        .hasValue(
            "score-events-2@1008 and 9 behind it cannot be decoded and went to score-events.dlt:"
                + " broken; 1000 more since the last such line");
    assertThat(said.line(records(2_000, 1), 3 * pause))
        .hasValue("score-events-2@2000 cannot be decoded and went to score-events.dlt: broken");
  }

  private static List<PoisonRecord> records(long first, int count) {
    return LongStream.range(first, first + count)
        .mapToObj(
            offset ->
                new PoisonRecord(
                    new ConsumerRecord<>("score-events", 2, offset, new byte[0], new byte[0]),
                    "broken"))
        .toList();
  }
}
