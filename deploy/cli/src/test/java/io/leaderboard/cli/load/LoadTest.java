package io.leaderboard.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.cli.load.Latencies.Kind;
import io.leaderboard.cli.load.StubPlatform.Tampering;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LoadTest {
  private static final int USERS = 1_500;
  private static final int EVENTS = 4_000;

  private StubPlatform platform;

  @BeforeEach
  void start() throws IOException {
    platform = new StubPlatform();
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void aBoardThatShowsWhatWasAcknowledgedIsExact() throws Exception {
    LoadReport report = load(100, 1);

    assertThat(report.differences()).isEmpty();
    assertThat(report.isExact()).isTrue();
    assertThat(report.accepted()).isEqualTo(EVENTS);
    assertThat(report.entries()).isBetween((long) USERS, USERS + (long) UserNames.PROBES);
    assertThat(report.latencies().of(Kind.SUBMIT).getTotalCount()).isEqualTo(EVENTS / 100);
    assertThat(report.latencies().of(Kind.TOP).getTotalCount()).isPositive();
    assertThat(report.latencies().of(Kind.ACCEPTED_TO_VISIBLE).getTotalCount()).isPositive();
  }

  @Test
  void whatWasNotAcknowledgedIsSentAgainWithTheSameIdsAndCountsOnce() throws Exception {
    platform.faultOf = 3;

    LoadReport report = load(100, 0);

    assertThat(report.differences()).isEmpty();
    assertThat(report.accepted()).isEqualTo(EVENTS);
    assertThat(report.sentAgain()).isPositive();
    assertThat(platform.repeats()).isPositive();
  }

  @Test
  void singleScoresGoByTheirOwnRoute() throws Exception {
    platform.faultOf = 50;

    LoadReport report = load(1, 0);

    assertThat(report.differences()).isEmpty();
    assertThat(report.latencies().of(Kind.SUBMIT).getTotalCount()).isEqualTo(EVENTS);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tamperings")
  void aBoardThatWasTamperedWithIsADifference(String what, Tampering tampering, String told)
      throws Exception {
    // Once everything is there: before, the board would not be empty, or a probe not be seen.
    platform.tampering =
        standings -> {
          if (standings.size() >= USERS) {
            tampering.with(standings);
          }
        };

    LoadReport report = load(100, 0);

    assertThat(report.isExact()).as(what).isFalse();
    assertThat(report.wrong()).isPositive();
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    report.print(new PrintStream(printed, true, StandardCharsets.UTF_8));
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains(told, "DIFFERENCES");
  }

  static Stream<Arguments> tamperings() {
    return Stream.of(
        tampering("a point more", board -> board.merge("u0700", 1L, Long::sum), "u0700 has"),
        tampering("a user less", board -> board.remove("u0007"), "u0007 is missing"),
        tampering("a user of nobody", board -> board.put("mallory", 5L), "mallory is there with 5"),
        tampering("a probe of nobody", board -> board.put("z9", 5L), "z9 is there with 5"));
  }

  private static Arguments tampering(String what, Tampering tampering, String told) {
    return Arguments.of(what, tampering, told);
  }

  private LoadReport load(int batch, int readers) throws InterruptedException {
    LoadOrder order =
        new LoadOrder(
            "game",
            1,
            USERS,
            EVENTS,
            0,
            batch,
            Distribution.UNIFORM,
            null,
            readers,
            100,
            readers > 0 ? 50 : 0,
            4,
            false,
            false,
            7,
            Duration.ofSeconds(60));
    return new Load(
            order,
            platform.port(),
            platform.port(),
            new PrintStream(OutputStream.nullOutputStream()),
            false)
        .run();
  }
}
