package io.leaderboard.cassandra.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** The accounting alone, over a session whose requests the test answers one by one. */
class RequestsTest {
  private static final SimpleStatement ANY = SimpleStatement.newInstance("SELECT");

  private final Queue<CompletableFuture<AsyncResultSet>> underWay = new ConcurrentLinkedQueue<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Requests requests = new Requests(session(), 3, new RequestTimers(registry));

  @Test
  void neverMoreThanTheBoundAreUnderWay() {
    Requests.Round round = requests.round();
    CompletableFuture<Void> sender =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 5; i++) {
                round.send(StatementKind.INSERT_EVENT, ANY);
              }
              round.await();
            });
    for (int answered = 0; answered < 5; answered++) {
      int expected = Math.min(3, 5 - answered);
      await().untilAsserted(() -> assertThat(underWay).hasSize(expected));
      assertThat(sender).isNotDone();
      underWay.remove().complete(null);
    }
    await().until(sender::isDone);
    assertThat(sender).isCompleted();
  }

  @Test
  void aFailureIsToldOnceEverythingOfTheRoundIsAnswered() {
    Requests.Round round = requests.round();
    round.send(StatementKind.INSERT_EVENT, ANY);
    round.send(StatementKind.INSERT_STANDING, ANY);
    CompletableFuture<Void> waiting = CompletableFuture.runAsync(round::await);
    CompletableFuture<AsyncResultSet> first = underWay.remove();
    underWay.remove().completeExceptionally(new IllegalStateException("overloaded"));
    assertThat(waiting).isNotDone();
    first.complete(null);

    await().until(waiting::isDone);
    assertThatThrownBy(waiting::join)
        .hasCauseInstanceOf(RequestFailedException.class)
        .hasMessageContaining("insert-standing")
        .hasMessageContaining("overloaded");
  }

  @Test
  void nothingMoreIsSentAfterAFailureAndThePermitsComeBack() {
    Requests.Round round = requests.round();
    round.send(StatementKind.INSERT_EVENT, ANY);
    underWay.remove().completeExceptionally(new IllegalStateException("overloaded"));
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> round.send(StatementKind.INSERT_EVENT, ANY))
          .isInstanceOf(RequestFailedException.class);
    }
    assertThat(underWay).isEmpty();

    Requests.Round next = requests.round();
    for (int i = 0; i < 3; i++) {
      next.send(StatementKind.INSERT_EVENT, ANY);
    }
    assertThat(underWay).hasSize(3);
    assertThat(
            registry
                .get(RequestTimers.NAME)
                .tag("statement", "insert-event")
                .tag("outcome", "failure")
                .timer()
                .count())
        .isEqualTo(1);
  }

  @Test
  void anOverloadHalvesTheBoundAndSuccessRaisesItAgain() {
    AdaptivePermits permits = new AdaptivePermits(64);
    permits.roundOverloaded();
    assertThat(permits.allowed()).isEqualTo(32);
    for (int i = 0; i < 20; i++) {
      permits.roundOverloaded();
    }
    assertThat(permits.allowed()).isEqualTo(2);
    permits.roundSucceeded(1_999);
    assertThat(permits.allowed()).isEqualTo(2);
    permits.roundSucceeded(1);
    assertThat(permits.allowed()).isEqualTo(3);
    permits.roundSucceeded(1_000_000);
    assertThat(permits.allowed()).isEqualTo(64);
  }

  private CqlSession session() {
    return (CqlSession)
        Proxy.newProxyInstance(
            CqlSession.class.getClassLoader(),
            new Class<?>[] {CqlSession.class},
            (proxy, method, args) -> {
              CompletableFuture<AsyncResultSet> answer = new CompletableFuture<>();
              underWay.add(answer);
              return answer;
            });
  }
}
