package io.leaderboard.events.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.events.redis.Generations.Generation;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationsTest {
  @Test
  void readsTheLiveGenerationAndTheOneThatIsBuilt() {
    Map<String, String> hash = fields();
    hash.put("building", "8a0");
    hash.put("8a0.buckets", "64");
    hash.put("8a0.epoch", "3");
    hash.put("8a0.topic", "other");
    Generations generations = Generations.of(hash);
    assertThat(generations.readable()).contains(new Generation("7f3", 1, 2, "topic"));
    assertThat(generations.building()).isEqualTo(new Generation("8a0", 64, 3, "other"));
  }

  @Test
  void readsAnEmptyHashAsNoGeneration() {
    assertThat(Generations.of(Map.of())).isEqualTo(new Generations(null, null));
    assertThat(Generations.of(Map.of("live", "")).readable()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"7f3.buckets", "7f3.epoch", "7f3.topic"})
  void refusesAGenerationThatLacksAField(String field) {
    Map<String, String> hash = fields();
    hash.remove(field);
    assertThatThrownBy(() -> Generations.of(hash))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lb:generation names 7f3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7f3.buckets", "7f3.epoch"})
  void refusesAGenerationWithAFieldThatIsNoNumber(String field) {
    Map<String, String> hash = fields();
    hash.put(field, "many");
    assertThatThrownBy(() -> Generations.of(hash)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Map<String, String> fields() {
    return new HashMap<>(
        Map.of("live", "7f3", "7f3.buckets", "1", "7f3.epoch", "2", "7f3.topic", "topic"));
  }
}
