package io.leaderboard.events.guarantee;

import static io.leaderboard.events.guarantee.TestRun.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.reference.LogRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderPerUserTest {
  private static final LogRecord E1 = event(0, 4, "e1");
  private static final LogRecord E2 = event(0, 5, "e2", 2, 7);
  private static final LogRecord E3 = event(0, 9, "e3", 3, 7);

  @Test
  void theOrderOfTheSenderIsLegalAlsoWhenOneIsSentAgain() {
    LogRecord again = event(0, 10, "e2", 2, 7);
    TestRun run = new TestRun().acknowledged(E1, E2, E3, again).logged(E1, E2, E3, again);
    run.held(11, 6, 3, 7);
    assertThat(violations(run)).isEmpty();
    assertThat(new OrderPerUser().isShownBy(run.history)).isTrue();
    assertThat(new OrderPerUser().isShownBy(new TestRun().history)).isFalse();
  }

  @Test
  void eventsTurnedRoundAreNot() {
    TestRun run = new TestRun().acknowledged(event(0, 5, "e1"), event(0, 4, "e2"));
    assertThat(violations(run)).singleElement().asString().contains("sent 0:5 e1", "then 0:4 e2");
  }

  @Test
  void turnedRoundIsFoundWhereWhatCameBeforeWasSettled() {
    TestRun run = new TestRun().acknowledged(E1, E3);
    run.history.settle();
    assertThat(violations(run.acknowledged(event(0, 6, "e4")))).hasSize(1);
  }

  @Test
  void aUserInTwoPartitionsIsNot() {
    TestRun run = new TestRun().logged(E1, event(1, 2, "e2"));
    assertThat(violations(run))
        .singleElement()
        .asString()
        .contains("stands in two partitions: 0:4 e1", "and 1:2 e2");
  }

  @Test
  void theEarlierOfTwoEventsOfTheSameTimeAsTheLastIsNot() {
    TestRun run = new TestRun().logged(E1, E2, E3).held(10, 6, 2, 7);
    assertThat(violations(run))
        .singleElement()
        .asString()
        .contains("is what 0:5 e2", "0:5 e2 2@7, 0:9 e3 3@7");
  }

  private static List<String> violations(TestRun run) {
    return new OrderPerUser().violations(run.history);
  }
}
