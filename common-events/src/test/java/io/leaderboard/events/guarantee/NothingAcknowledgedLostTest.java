package io.leaderboard.events.guarantee;

import static io.leaderboard.events.guarantee.TestRun.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.reference.LogRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NothingAcknowledgedLostTest {
  private static final LogRecord E1 = event(0, 1, "e1");
  private static final LogRecord E2 = event(0, 2, "e2");

  @Test
  void aLogThatHoldsItIsLegalAndAlsoWhatNobodyWasToldOf() {
    TestRun run = run().logged(E1, E2, event(0, 3, "e3"));
    run.history.trimmed(0, 2, 2);
    run.history.readAgain(Map.of(0, 2L), Map.of(0, 4L));
    assertThat(violations(run)).isEmpty();
    assertThat(new NothingAcknowledgedLost().isShownBy(run.history)).isTrue();
    assertThat(new NothingAcknowledgedLost().isShownBy(new TestRun().history)).isFalse();
  }

  @Test
  void aLogWithoutItIsNot() {
    assertThat(violations(run().logged(E1)))
        .containsExactly("acknowledged, and not in the log: 0:2 e2 1@2");
  }

  @Test
  void anotherRecordInItsPlaceIsNot() {
    assertThat(violations(run().logged(E1, event(0, 2, "e7"))))
        .containsExactly("acknowledged 0:2 e2 1@2, and there stands 0:2 e7 1@2");
    assertThat(violations(run().logged(E1, E2, event(0, 2, "e7"))))
        .singleElement()
        .asString()
        .contains("now holds");
  }

  @Test
  void aLogThatBecameShorterIsNot() {
    TestRun run = run().logged(E1, E2);
    run.history.readAgain(Map.of(), Map.of(0, 2L));
    assertThat(violations(run)).singleElement().asString().contains("the log ends at {0=2}", "e2");
  }

  @Test
  void trimmingWhatIsNotConfirmedIsNot() {
    TestRun run = run().logged(E1, E2);
    run.history.trimmed(0, 2, 1);
    assertThat(violations(run))
        .containsExactly("partition 0 was trimmed to 2, and the stores confirmed 1");
  }

  @Test
  void aBeginningThatNobodyTrimmedIsNot() {
    TestRun run = run().logged(E1, E2);
    run.history.readAgain(Map.of(0, 2L), Map.of(0, 3L));
    assertThat(violations(run)).containsExactly("partition 0 begins at 2, where nobody trimmed");
  }

  private static TestRun run() {
    return new TestRun().acknowledged(E1, E2);
  }

  private static List<String> violations(TestRun run) {
    return new NothingAcknowledgedLost().violations(run.history);
  }
}
