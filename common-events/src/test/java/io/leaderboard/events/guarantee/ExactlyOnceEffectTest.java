package io.leaderboard.events.guarantee;

import static io.leaderboard.events.guarantee.TestRun.ann;
import static io.leaderboard.events.guarantee.TestRun.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.reference.StandingKey;
import io.leaderboard.events.standing.Standing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExactlyOnceEffectTest {
  @Test
  void theFoldOfWhatLiesBeforeThePositionIsLegal() {
    TestRun run = run().held(3, 8, 3, 2).held(2, 5, 5, 1).held(4, 8, 3, 2).held(1, Map.of());
    assertThat(violations(run)).isEmpty();
    assertThat(new ExactlyOnceEffect().isShownBy(run.history)).isTrue();
    assertThat(new ExactlyOnceEffect().isShownBy(run().history)).isFalse();
  }

  @Test
  void aLostEventIsNot() {
    assertThat(violations(run().held(4, 5, 3, 2)))
        .singleElement()
        .asString()
        .contains("1 differences from the fold of the log in the store at {0=4}")
        .contains("value=5", "value=8", "0:2 e2 3@2", "0:3 e2 3@2");
  }

  @Test
  void anEffectThatCameTwiceIsNot() {
    assertThat(violations(run().held(4, 11, 3, 2))).hasSize(1);
  }

  @Test
  void anEffectOfWhatLiesBehindThePositionIsNot() {
    assertThat(violations(run().held(2, 8, 3, 2))).hasSize(1);
  }

  @Test
  void aStandingOfNobodyIsNot() {
    StandingKey bob = new StandingKey(TestRun.GAME, "sum", "all-time", "bob");
    Map<StandingKey, Standing> held =
        Map.of(
            ann("sum"),
            new Standing(8, 2),
            ann("last"),
            new Standing(3, 2),
            bob,
            new Standing(5, 1));
    assertThat(violations(run().held(4, held))).singleElement().asString().contains("bob");
  }

  @Test
  void theTimeIsComparedWhereItIsRemembered() {
    assertThat(violations(run().held(4, 8, 3, 1))).hasSize(1);
  }

  private static TestRun run() {
    return new TestRun()
        .logged(event(0, 1, "e1", 5, 1), event(0, 2, "e2", 3, 2), event(0, 3, "e2", 3, 2));
  }

  private static List<String> violations(TestRun run) {
    return new ExactlyOnceEffect().violations(run.history);
  }
}
