package io.leaderboard.redis.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Differences on their way to who asks for them, without a store. */
@Timeout(60)
class VerificationProgressTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private static Difference difference(int number) {
    return new Difference("g", "b", "all-time", "user" + number, "1", null, "0:1");
  }

  private static List<String> users(VerificationReport report) {
    return report.listed().stream().map(Difference::userId).toList();
  }

  private static List<String> users(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "user" + i).toList();
  }

  @Test
  void everyDifferenceIsFetchedThoughFewAreHeld() {
    VerificationProgress progress = new VerificationProgress("v", null, List.of(), 50, LONG);
    int all = 3_210;
    CompletableFuture<Void> finds =
        CompletableFuture.runAsync(
            () -> {
              IntStream.range(0, all)
                  .mapToObj(VerificationProgressTest::difference)
                  .forEach(progress::differs);
              progress.done();
            });
    List<String> fetched = new ArrayList<>();
    VerificationReport report;
    do {
      report = progress.report(fetched.size());
      assertThat(report.from()).isEqualTo(fetched.size());
      assertThat(report.listed()).hasSizeLessThanOrEqualTo(50);
      fetched.addAll(users(report));
    } while (!report.state().equals("done") || !report.listed().isEmpty());

    finds.join();
    assertThat(fetched).isEqualTo(users(0, all));
    assertThat(report.differences()).isEqualTo(all);
  }

  @Test
  void anAnswerThatGotLostIsGivenAgainAndIsBounded() {
    VerificationProgress progress = new VerificationProgress("v", null, List.of());
    IntStream.range(0, 2_500)
        .mapToObj(VerificationProgressTest::difference)
        .forEach(progress::differs);

    assertThat(users(progress.report())).isEqualTo(users(0, 1_000));
    assertThat(users(progress.report(0))).isEqualTo(users(0, 1_000));
    assertThat(users(progress.report(1_000))).isEqualTo(users(1_000, 2_000));
    assertThat(users(progress.report(1_000))).isEqualTo(users(1_000, 2_000));
    assertThat(users(progress.report(2_000))).isEqualTo(users(2_000, 2_500));
    assertThat(users(progress.report(Long.MAX_VALUE))).isEmpty();
  }

  @Test
  void whereNobodyFetchesTheRestIsCountedAlone() {
    VerificationProgress progress =
        new VerificationProgress("v", null, List.of(), 5, Duration.ofMillis(50));
    IntStream.range(0, 40)
        .mapToObj(VerificationProgressTest::difference)
        .forEach(progress::differs);

    assertThat(progress.report().differences()).isEqualTo(40);
    assertThat(users(progress.report(0))).isEqualTo(users(0, 5));
    // None that comes later takes the place of those that were not kept.
    progress.report(5);
    progress.differs(difference(40));
    assertThat(progress.report(5).listed()).isEmpty();
  }
}
