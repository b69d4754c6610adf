package io.leaderboard.events.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.guarantee.RuleChange.Progress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NoGameTouchesAnotherTest {
  private static final Progress BEFORE = alpha(10, "g1");

  @Test
  void aGameThatGoesOnWhereItIsIsLegalWhateverTheChangedOneDoes() {
    History history = new History(1);
    history.rulesChanged(
        new RuleChange(
            "the store",
            Set.of("beta"),
            List.of(
                Map.of("alpha", alpha(10, "g1"), "beta", alpha(10, "g1")),
                Map.of("alpha", alpha(10, "g1"), "beta", alpha(12, "g1", "g2")),
                Map.of("alpha", alpha(14, "g1"), "beta", alpha(3, "g2")))));
    assertThat(new NoGameTouchesAnother().violations(history)).isEmpty();
    assertThat(new NoGameTouchesAnother().isShownBy(history)).isTrue();
    assertThat(new NoGameTouchesAnother().isShownBy(new History(1))).isFalse();
  }

  @Test
  void aPositionThatMovesBackIsNot() {
    assertThat(violations(alpha(9, "g1")))
        .singleElement()
        .asString()
        .contains("when the rules of [beta] changed, alpha went from", "0=10", "0=9");
  }

  @Test
  void aPositionThatIsGoneIsNot() {
    assertThat(violations(new Progress(Set.of("g1"), Map.of()))).hasSize(1);
  }

  @Test
  void beingWrittenTwiceIsNot() {
    assertThat(violations(alpha(12, "g1", "g2"))).singleElement().asString().contains("g2");
  }

  @Test
  void beingFilledAnewIsNot() {
    assertThat(violations(alpha(12, "g2"))).hasSize(1);
  }

  private static List<String> violations(Progress after) {
    History history = new History(1);
    history.rulesChanged(
        new RuleChange(
            "the store",
            Set.of("beta"),
            List.of(Map.of("alpha", BEFORE), Map.of("alpha", BEFORE), Map.of("alpha", after))));
    return new NoGameTouchesAnother().violations(history);
  }

  private static Progress alpha(long next, String... fills) {
    return new Progress(Set.of(fills), Map.of(0, next));
  }
}
