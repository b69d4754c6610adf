package io.leaderboard.cassandra.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PartitionRulesTest {
  private static final StoredRules COMPLETE = new StoredRules(9, true, false, 5);
  private static final StoredRules BEGUN = new StoredRules(3, false, false, 4);

  @Test
  void aGameThatNeverChangedIsFoldedUnderItsFirstRules() {
    PartitionRules rules = new PartitionRules(Map.of(), 1);

    assertThat(rules.live("chess")).isEqualTo(1);
    assertThat(rules.folded("chess")).containsExactly(1);
  }

  @Test
  void whatReadersMayTakeAndWhatJoinedIsFoldedAndWhatIsFilledIsNot() {
    PartitionRules rules =
        new PartitionRules(Map.of("chess", new TreeMap<>(Map.of(2, COMPLETE, 4, BEGUN))), 1);
    assertThat(rules.folded("chess")).containsExactly(1, 2);
    assertThat(rules.live("chess")).isEqualTo(2);

    rules.join("chess", 4, 20, 0);
    assertThat(rules.folded("chess")).containsExactly(1, 2, 4);
    assertThat(rules.live("chess")).isEqualTo(2);

    rules.complete("chess", 4);
    assertThat(rules.folded("chess")).containsExactly(1, 2, 4);
    assertThat(rules.live("chess")).isEqualTo(4);
    assertThat(rules.joined()).isEmpty();

    rules.switchTo("chess", 4);
    assertThat(rules.folded("chess")).containsExactly(4);
  }

  /** Larger also than that with which a former one would say that it is complete. */
  @Test
  void everyOwnersNumberIsLargerThanThoseBeforeWhateverTheClockSays() {
    Map<String, NavigableMap<Integer, StoredRules>> stored =
        Map.of("chess", new TreeMap<>(Map.of(2, new StoredRules(-1, false, false, 1_000))));

    assertThat(new PartitionRules(stored, 10).number()).isGreaterThan(1_001);
    assertThat(new PartitionRules(stored, 5_000).number()).isEqualTo(5_000);
  }
}
