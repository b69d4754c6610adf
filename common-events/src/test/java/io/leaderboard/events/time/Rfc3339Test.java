package io.leaderboard.events.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.events.limit.InvalidFieldException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class Rfc3339Test {
  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z,0",
    "1969-12-31T23:59:59.999Z,-1",
    "2026-01-01T01:30:00+01:30,1767225600000",
    "2025-12-31t22:00:00.5-02:00,1767225600500",
    "2026-01-01T00:00:00.123456789z,1767225600123",
    "1900-01-01T00:00:00Z,-2208988800000",
    "9999-12-31T23:59:59.999Z,253402300799999"
  })
  void anyOffsetIsReadInMilliseconds(String text, long millis) {
    assertThat(Rfc3339.parse("at", text)).isEqualTo(millis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026",
        "2026-01-01",
        "2026-01-01T00:00:00",
        "2026-01-01T00:00Z",
        "2026-1-1T0:0:0Z",
        "2026-02-30T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:00:60Z",
        "2026-01-01T00:00:00.Z",
        "2026-01-01T00:00:00.1234567890Z",
        "2026-01-01T00:00:00+1:00",
        "2026-01-01T00:00:00+01",
        "2026-01-01T00:00:00+19:00",
        "2026-01-01T00:00:00+01:60",
        "2026-01-01T00:00:00ZZ",
        "+026-01-01T00:00:00Z",
        "२०२६-01-01T00:00:00Z",
        "2026-01-01 00:00:00Z",
        "1899-12-31T23:59:59Z",
        "9999-12-31T23:59:59-01:00",
        "2026-01-01T00:00:00.5"
      })
  void whatIsNoTimeIsRefusedByItsField(String text) {
    assertThatThrownBy(() -> Rfc3339.parse("at", text))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("at must be");
  }

  @Test
  void everyInstantIsReadAsItIsWritten() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      long at = random.nextLong(Rfc3339.EARLIEST, Rfc3339.END);
      assertThat(Rfc3339.parse("at", Rfc3339.format(at)))
          .as("seed %d, %s", seed, Instant.ofEpochMilli(at))
          .isEqualTo(at);
    }
  }
}
