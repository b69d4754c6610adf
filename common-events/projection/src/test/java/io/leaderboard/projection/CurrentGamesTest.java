package io.leaderboard.projection;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.log.LogView;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CurrentGamesTest {
  private static final PartitionBatch NOTHING = new PartitionBatch(0, List.of(), 7);

  /** A log that is not followed: whoever asks for its end gets no answer in time. */
  private final LogView log = UnopenedLog.get();

  @Test
  void whoSleptForLongReadsTheDefinitionsToTheirEndBeforeAnythingIsDecided() {
    AtomicLong now = new AtomicLong();
    CurrentGames games = new CurrentGames(log, now::get);
    for (int i = 0; i < 3; i++) {
      now.addAndGet(Duration.ofSeconds(50).toNanos());
      assertThatCode(() -> games.require(NOTHING)).doesNotThrowAnyException();
    }
    now.addAndGet(Duration.ofSeconds(61).toNanos());
    assertThatThrownBy(() -> games.require(NOTHING)).hasMessageContaining("read to its end");
    // And asks again, until it is answered.
    assertThatThrownBy(() -> games.require(NOTHING)).hasMessageContaining("read to its end");
  }
}
