package io.leaderboard.query.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RecentReadingTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final List<CompletableFuture<String>> asked = new ArrayList<>();
  private final RecentReading<String> reading =
      new RecentReading<>(
          () -> {
            CompletableFuture<String> answer = new CompletableFuture<>();
            asked.add(answer);
            return answer;
          });

  @Test
  void whoeverAsksWhileAQuestionIsUnderWayGetsItsAnswer() {
    CompletableFuture<String> first = reading.noOlderThan(Duration.ZERO);
    CompletableFuture<String> second = reading.noOlderThan(Duration.ZERO);
    asked.get(0).complete("a");
    assertThat(first).isCompletedWithValue("a");
    assertThat(second).isCompletedWithValue("a");
    assertThat(asked).hasSize(1);
  }

  @Test
  void anAnswerIsKeptWhileItIsYoungEnough() {
    var unused = reading.noOlderThan(LONG);
    asked.get(0).complete("a");
    assertThat(reading.noOlderThan(LONG)).isCompletedWithValue("a");
    assertThat(asked).hasSize(1);
    assertThat(reading.noOlderThan(Duration.ZERO)).isNotDone();
    assertThat(asked).hasSize(2);
  }

  @Test
  void aFailureIsNeverKept() {
    CompletableFuture<String> first = reading.noOlderThan(LONG);
    asked.get(0).completeExceptionally(new IllegalStateException("away"));
    assertThat(first).isCompletedExceptionally();
    assertThat(reading.noOlderThan(LONG)).isNotDone();
    assertThat(asked).hasSize(2);
  }

  @Test
  void whoGivesUpDoesNotTakeTheAnswerFromOthers() {
    CompletableFuture<String> impatient = reading.noOlderThan(LONG);
    CompletableFuture<String> patient = reading.noOlderThan(LONG);
    impatient.cancel(true);
    asked.get(0).complete("a");
    assertThat(patient).isCompletedWithValue("a");
  }
}
