package io.leaderboard.query.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.query.board.HotPage.Answer;
import io.leaderboard.query.board.HotPage.Outcome;
import io.leaderboard.query.redis.RedisUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class HotPageTest {
  private final List<CompletableFuture<ShownPage>> asked = new ArrayList<>();

  private static final ShownPage PAGE =
      new ShownPage(new PageRead(null, null, PeriodState.OPEN), user -> null);

  @Test
  void howeverManyAskItIsReadOnce() {
    HotPage page = page(Duration.ofSeconds(10), Duration.ofSeconds(10));
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      answers.add(page.read());
    }
    assertThat(asked).hasSize(1);
    asked.get(0).complete(PAGE);
    assertThat(answers.get(0).join().outcome()).isEqualTo(Outcome.MISS);
    answers.subList(1, 100).forEach(a -> assertThat(a.join().outcome()).isEqualTo(Outcome.HIT));
    assertThat(page.read().join()).isEqualTo(new Answer(PAGE, Outcome.HIT));
    assertThat(asked).hasSize(1);
  }

  @Test
  void whenItIsTooOldItIsReadAgain() {
    HotPage page = page(Duration.ofMillis(20), Duration.ofSeconds(10));
    CompletableFuture<Answer> first = page.read();
    asked.get(0).complete(PAGE);
    first.join();
    await().until(() -> page.read() != null && asked.size() == 2);
  }

  @Test
  void whileRedisIsAwayTheLastKnownIsShownForABoundedTime() {
    HotPage page = page(Duration.ZERO, Duration.ofMillis(400));
    CompletableFuture<Answer> first = page.read();
    asked.get(0).complete(PAGE);
    first.join();
    CompletableFuture<Answer> second = page.read();
    asked.get(1).completeExceptionally(new RedisUnavailableException("away"));
    assertThat(second.join()).isEqualTo(new Answer(PAGE, Outcome.STALE));
    await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () -> {
              CompletableFuture<Answer> later = page.read();
              asked
                  .get(asked.size() - 1)
                  .completeExceptionally(new RedisUnavailableException("away"));
              return later.isCompletedExceptionally();
            });
  }

  @Test
  void whoHasALastKnownPageDoesNotWaitForAHangingRedis() {
    HotPage page = page(Duration.ZERO, Duration.ofSeconds(30));
    CompletableFuture<Answer> first = page.read();
    asked.get(0).complete(PAGE);
    first.join();
    CompletableFuture<Answer> hangs = page.read();
    await().until(() -> page.read().isDone());
    assertThat(page.read().join().outcome()).isEqualTo(Outcome.STALE);
    assertThat(hangs).isNotDone();
    assertThat(asked).hasSize(2);
  }

  @Test
  void otherFailuresAreNotHiddenAndNotKept() {
    HotPage page = page(Duration.ofSeconds(10), Duration.ofSeconds(30));
    CompletableFuture<Answer> first = page.read();
    asked.get(0).completeExceptionally(new IllegalStateException("broken"));
    Assertions.assertThatThrownBy(first::join)
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("broken");
    assertThat(page.isKnown()).isFalse();
    CompletableFuture<Answer> second = page.read();
    asked.get(1).complete(PAGE);
    assertThat(second.join().outcome()).isEqualTo(Outcome.MISS);
  }

  private HotPage page(Duration maxAge, Duration staleFor) {
    return new HotPage(
        () -> {
          CompletableFuture<ShownPage> question = new CompletableFuture<>();
          asked.add(question);
          return question;
        },
        new PagesProperties(maxAge, staleFor, DataSize.ofMegabytes(8)));
  }
}
