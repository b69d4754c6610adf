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
    "9999-12-31T23:59:59.999Z,253402300799999",
    // Leap seconds are second 59.
    "2016-12-31T23:59:60Z,1483228799000",
    "2016-12-31T23:59:60.25Z,1483228799250",
    "1990-12-31T15:59:60-08:00,662687999000",
    "2017-01-01T05:29:60+05:30,1483228799000",
    "2015-06-30T23:59:60z,1435708799000"
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
        "2016-12-30T23:59:60Z",
        "2016-12-31T23:58:60Z",
        "2016-12-31T23:59:60+01:00",
        "2016-12-31T23:59:61Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-01-00T00:00:00Z",
        "2026-01-01T00:60:00Z",
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
        .hasMessageStartingWith("at must ");
  }

  @ParameterizedTest
  @CsvSource({
    "today,must be a time with an offset as RFC 3339 has it",
    "2026-02-29T00:00:00Z,must be a time that there is: 2026-02 has 28 days",
    "2026-13-01T00:00:00Z,must be a time that there is: months are 01 to 12",
    "2026-01-01T24:00:00Z,must be a time that there is: hours are 00 to 23",
    "2026-01-01T12:00:60Z,must be a time that there is: only 23:59 UTC at the end of a month",
    "1899-12-31T23:59:59Z,must lie in the years 1900 to 9999 of UTC"
  })
  void theErrorSaysWhatIsWrong(String text, String allowed) {
    assertThatThrownBy(() -> Rfc3339.parse("at", text)).hasMessageStartingWith("at " + allowed);
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
