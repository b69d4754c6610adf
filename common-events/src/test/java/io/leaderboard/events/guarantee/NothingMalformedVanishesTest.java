package io.leaderboard.events.guarantee;

import static io.leaderboard.events.guarantee.TestRun.event;
import static io.leaderboard.events.guarantee.TestRun.malformed;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NothingMalformedVanishesTest {
  @Test
  void whatIsAsideWhenThePositionMovesOverItIsLegalHoweverOften() {
    TestRun run = run().held(2, Map.of());
    assertThat(violations(run)).isEmpty();
    assertThat(new NothingMalformedVanishes().isShownBy(run.history)).isFalse();
    run.history.putAside(0, 2);
    run.history.putAside(0, 2);
    assertThat(violations(run.held(4, Map.of()))).isEmpty();
    assertThat(new NothingMalformedVanishes().isShownBy(run.history)).isTrue();
  }

  @Test
  void whatIsPassedAndNowhereIsNot() {
    assertThat(violations(run().held(4, Map.of())))
        .containsExactly("the store is at {0=4}, and 0:2, which cannot be decoded, is not aside");
  }

  @Test
  void anEventThatIsAsideIsNot() {
    TestRun run = run();
    run.history.putAside(0, 1);
    assertThat(violations(run)).containsExactly("aside, and not malformed: 0:1 e1 1@1");
  }

  private static TestRun run() {
    return new TestRun().logged(event(0, 1, "e1"), malformed(0, 2), event(0, 3, "e3"));
  }

  private static List<String> violations(TestRun run) {
    return new NothingMalformedVanishes().violations(run.history);
  }
}
