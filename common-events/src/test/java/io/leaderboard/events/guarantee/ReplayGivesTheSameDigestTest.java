package io.leaderboard.events.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplayGivesTheSameDigestTest {
  private final History history = new History(1);

  @Test
  void theSameBoardsAtTheSamePositionsAreLegal() {
    made("live", 9, Map.of("alpha/best", "a1"));
    assertThat(isShown()).isFalse();
    made("from the log", 12, Map.of("alpha/best", "b2"));
    assertThat(isShown()).isFalse();
    made("from the log", 9, Map.of("alpha/best", "a1"));
    assertThat(violations()).isEmpty();
    assertThat(isShown()).isTrue();
  }

  @Test
  void anotherDigestIsNot() {
    made("live", 9, Map.of("alpha/best", "a1"));
    made("from the log", 9, Map.of("alpha/best", "c3"));
    assertThat(violations()).containsExactly("alpha/best at {0=9} is a1 live, and c3 from the log");
  }

  @Test
  void aBoardThatIsMissingIsNot() {
    made("live", 9, Map.of("alpha/best", "a1"));
    made("from standings", 9, Map.of());
    assertThat(violations()).hasSize(1);
  }

  private void made(String origin, long position, Map<String, String> boards) {
    history.digested(new Digests(origin, Map.of(0, position), boards));
  }

  private List<String> violations() {
    return new ReplayGivesTheSameDigest().violations(history);
  }

  private boolean isShown() {
    return new ReplayGivesTheSameDigest().isShownBy(history);
  }
}
