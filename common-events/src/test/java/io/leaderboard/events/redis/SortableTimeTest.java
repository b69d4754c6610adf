package io.leaderboard.events.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.events.reference.Seed;
import io.leaderboard.events.score.ScoreEvent;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SortableTimeTest {
  @Test
  void isReadBackAndSortedAsTimeIs() {
    Seed seed = Seed.fresh();
    System.err.println("Times of " + seed);
    Random random = seed.random();
    long[] edges = {ScoreEvent.EARLIEST, -1, 0, 1, ScoreEvent.END_OF_TIME - 1};
    long before = edges[0];
    for (int i = 0; i < 20_000; i++) {
      long time =
          i < edges.length
              ? edges[i]
              : random.nextLong(ScoreEvent.EARLIEST, ScoreEvent.END_OF_TIME);
      String text = SortableTime.encode(time);
      assertThat(text).hasSize(SortableTime.LENGTH).matches("[0-9a-v]*");
      assertThat(SortableTime.decode(text + "user")).isEqualTo(time);
      assertThat(Integer.signum(text.compareTo(SortableTime.encode(before))))
          .isEqualTo(Long.compare(time, before));
      before = time;
    }
  }

  @Test
  void refusesWhatIsNoOccurredAt() {
    assertThatThrownBy(() -> SortableTime.encode(ScoreEvent.EARLIEST - 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SortableTime.encode(ScoreEvent.END_OF_TIME))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
