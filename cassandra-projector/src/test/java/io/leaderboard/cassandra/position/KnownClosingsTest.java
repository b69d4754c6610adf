package io.leaderboard.cassandra.position;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.entry.ClosingEntry;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KnownClosingsTest {
  private final KnownClosings closings = new KnownClosings();

  @Test
  void whatIsClosedIsSaidByTheRecordsBeforeAPlace() {
    add(10, "chess", 100);
    add(20, "chess", 200);
    add(15, "go", 7);

    assertThat(closings.before(0)).isEmpty();
    assertThat(closings.before(10)).isEmpty();
    assertThat(closings.before(11)).isEqualTo(Map.of("chess", 100L));
    assertThat(closings.before(20)).isEqualTo(Map.of("chess", 100L, "go", 7L));
    assertThat(closings.before(21)).isEqualTo(Map.of("chess", 200L, "go", 7L));
  }

  @Test
  void onlyWhatIsSupersededForEveryoneIsForgotten() {
    add(10, "chess", 100);
    add(20, "chess", 200);
    add(30, "chess", 300);
    add(5, "go", 7);

    assertThat(closings.forgetSuperseded(4)).isEmpty();
    assertThat(closings.forgetSuperseded(19)).isEmpty();
    // Whoever resumes at 21 or behind needs the one at 20, and nothing before it.
    assertThat(closings.forgetSuperseded(20)).containsExactly(new ClosingEntry(10, "chess", 100));
    assertThat(closings.before(21)).isEqualTo(Map.of("chess", 200L, "go", 7L));
    assertThat(closings.forgetSuperseded(29)).isEmpty();
    assertThat(closings.forgetSuperseded(1_000))
        .containsExactly(new ClosingEntry(20, "chess", 200));
    assertThat(closings.before(31)).isEqualTo(Map.of("chess", 300L, "go", 7L));
  }

  @Test
  void addingAgainWhatWasForgottenDoesNoHarm() {
    add(10, "chess", 100);
    add(20, "chess", 200);
    closings.forgetSuperseded(25);
    add(10, "chess", 100);

    assertThat(closings.before(21)).isEqualTo(Map.of("chess", 200L));
    assertThat(closings.forgetSuperseded(25)).hasSize(1);
  }

  private void add(long offset, String gameId, long through) {
    closings.add(new ClosingEntry(offset, gameId, through));
  }
}
