package io.leaderboard.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OccurredAtTest {
  @ParameterizedTest
  @CsvSource({
    "2020-07-01, 2020-06-30T22:00:00Z",
    "1916-07-02, 1916-07-01T22:00:00Z",
    "2020-07-01T10:30, 2020-07-01T08:30:00Z",
    "2020-07-01 10:30:05.25, 2020-07-01T08:30:05.250Z",
    "2020-07-01T10:30:05Z, 2020-07-01T10:30:05Z",
    "2020-07-01t10:30:05z, 2020-07-01T10:30:05Z",
    "2020-07-01 10:30:05-07:00, 2020-07-01T17:30:05Z"
  })
  void timesWithoutAnOffsetAreInTheZone(String text, Instant expected) throws Exception {
    assertThat(new OccurredAt(ZoneId.of("Europe/Berlin")).parse(text)).isEqualTo(expected);
  }

  @Test
  void aDayWithoutMidnightBeginsWithItsFirstMoment() throws Exception {
    assertThat(new OccurredAt(ZoneId.of("America/Sao_Paulo")).parse("2018-11-04"))
        .isEqualTo(Instant.parse("2018-11-04T03:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"01.07.2020", "2020-02-30", "1593597600", "2020-07-01T25:00", "", "T"})
  void anythingElseIsRejectedWithAnExample(String text) {
    assertThatThrownBy(() -> new OccurredAt(ZoneId.of("UTC")).parse(text))
        .isInstanceOf(RejectedLineException.class)
        .hasMessageContaining("2026-11-21T18:30:00Z");
  }
}
