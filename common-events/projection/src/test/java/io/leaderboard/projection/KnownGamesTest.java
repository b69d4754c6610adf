package io.leaderboard.projection;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.log.EventLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KnownGamesTest {
  private static final PartitionBatch NOTHING = new PartitionBatch(0, List.of(), 7);

  /** A log that is not followed: whoever asks for its end gets no answer in time. */
  private final EventLog log = UnopenedLog.get();

  @Test
  void whoSleptForLongReadsTheDefinitionsToTheirEndBeforeAnythingIsDecided() {
    AtomicLong now = new AtomicLong();
    KnownGames games = new KnownGames(log, now::get);
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
