package io.leaderboard.cassandra.position;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ConfirmationsTest {
  private static final long SECOND = 1_000_000_000L;

  private final Confirmations confirmations = new Confirmations(Duration.ofSeconds(30));

  @Test
  void nothingIsConfirmedBeforeTheMarginHasPassed() {
    confirmations.acknowledged(10, 0);

    assertThat(confirmations.confirmed(30 * SECOND - 1)).isEmpty();
    assertThat(confirmations.confirmed(30 * SECOND)).hasValue(10);
    assertThat(confirmations.confirmed(40 * SECOND)).isEmpty();
  }

  @Test
  void theLatestOfThoseThatArePastTheMarginIsConfirmed() {
    confirmations.acknowledged(10, 0);
    confirmations.acknowledged(20, 5 * SECOND);
    confirmations.acknowledged(30, 10 * SECOND);

    assertThat(confirmations.confirmed(36 * SECOND)).hasValue(20);
    assertThat(confirmations.confirmed(40 * SECOND)).hasValue(30);
  }

  @Test
  void aStreamOfAcknowledgementsIsConfirmedSteadilyAndNeverTooEarly() {
    OptionalLong confirmed = OptionalLong.empty();
    for (long millis = 0; millis < 100_000; millis++) {
      long now = millis * 1_000_000;
      confirmations.acknowledged(millis, now);
      OptionalLong next = confirmations.confirmed(now);
      if (next.isPresent()) {
        confirmed = next;
      }
      if (confirmed.isPresent()) {
        assertThat(confirmed.getAsLong()).isLessThanOrEqualTo(millis - 30_000);
      }
      if (millis > 35_000) {
        assertThat(confirmed.orElse(-1)).isGreaterThan(millis - 34_000);
      }
    }
  }

  @Test
  void withoutAMarginEverythingIsConfirmedAtOnce() {
    Confirmations atOnce = new Confirmations(Duration.ZERO);
    for (long offset = 0; offset < 100; offset++) {
      atOnce.acknowledged(offset, 7);

      assertThat(atOnce.confirmed(7)).hasValue(offset);
    }
  }
}
