package io.leaderboard.events.guarantee;

import static io.leaderboard.events.guarantee.TestRun.event;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class GuaranteesTest {
  @Test
  void everyOneThatIsBrokenIsNamedWithWhatBrokeIt() {
    TestRun run = new TestRun().acknowledged(event(0, 0, "e1"), event(0, 1, "e2"));
    run.logged(event(0, 0, "e1")).held(1, Map.of());
    assertThatThrownBy(() -> Guarantees.all().requireKept(run.history))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("NothingAcknowledgedLost is broken: acknowledged, and not in the log")
        .hasMessageContaining("ExactlyOnceEffect is broken: 2 differences");
    assertThatCode(
            () ->
                Guarantees.all()
                    .givingUp(NothingAcknowledgedLost.class, "disks are taken away")
                    .givingUp(ExactlyOnceEffect.class, "and stores too")
                    .requireKept(run.history))
        .doesNotThrowAnyException();
  }

  @Test
  void whatTheRunCouldNotHaveBrokenHasToBeGivenUp() {
    TestRun run = new TestRun().acknowledged(event(0, 0, "e1")).logged(event(0, 0, "e1"));
    run.held(1, 1, 1, 0);
    Guarantees.all().requireKept(run.history);
    assertThatThrownBy(() -> Guarantees.all().requireShown(run.history))
        .hasMessage(
            "Nothing in this run could have broken [NothingMalformedVanishes, NoGameTouchesAnother,"
                + " ReplayGivesTheSameDigest]");
    Guarantees.all()
        .givingUp(NothingMalformedVanishes.class, "only events are sent")
        .givingUp(NoGameTouchesAnother.class, "there is one game")
        .givingUp(ReplayGivesTheSameDigest.class, "nothing is replayed")
        .requireShown(run.history);
  }

  @Test
  void oneIsGivenUpOnceAndForAReason() {
    assertThatThrownBy(() -> Guarantees.all().givingUp(OrderPerUser.class, ""))
        .isInstanceOf(IllegalArgumentException.class);
    Guarantees without = Guarantees.all().givingUp(OrderPerUser.class, "two senders");
    assertThatThrownBy(() -> without.givingUp(OrderPerUser.class, "two senders"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
