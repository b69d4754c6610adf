package io.leaderboard.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PausesTest {
  @Test
  void pausesLongerWithEachFailureUpToTheBound() {
    Pauses pauses = new Pauses(Duration.ofMillis(20), Duration.ofMillis(60));
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      long start = System.nanoTime();
      pauses.failed(new IllegalStateException("away"));
      millis.add((System.nanoTime() - start) / 1_000_000);
    }

    assertThat(millis.get(0)).isGreaterThanOrEqualTo(20);
    assertThat(millis.get(1)).isGreaterThanOrEqualTo(40);
    assertThat(millis.get(2)).isGreaterThanOrEqualTo(60);
    assertThat(millis.get(3)).isGreaterThanOrEqualTo(60);
  }

  @Test
  void aPauseEndsWhenStopped() {
    Pauses pauses = new Pauses(Duration.ofMinutes(5), Duration.ofMinutes(5));
    pauses.stop();

    pauses.failed(new IllegalStateException("away"));
  }
}
