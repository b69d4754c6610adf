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
    hash.put("8a0.fold", "2");
    hash.put("8a0.topic", "other");
    Generations generations = Generations.of(hash);
    assertThat(generations.readable()).contains(new Generation("7f3", 1, 2, "topic"));
    assertThat(generations.filling()).contains(new Generation("8a0", 64, 2, "other"));
    assertThat(generations.fill()).isEmpty();
    assertThat(generations.switched()).isEmpty();
  }

  @Test
  void readsWhichGamesAreFilledWithinTheLiveGeneration() {
    Map<String, String> hash = fields();
    hash.put("7f3.fill", "k2a");
    hash.put("7f3.switched", "k1z-1-0");
    hash.put("8a0.fill", "other");
    assertThat(Generations.of(hash).fill()).isEqualTo("k2a");
    assertThat(Generations.of(hash).switched()).isEqualTo("k1z-1-0");
  }

  @Test
  void aGenerationOfAnotherFoldIsNotRead() {
    Map<String, String> hash = fields();
    hash.remove("7f3.fold");
    assertThat(Generations.of(hash).live()).isEqualTo(new Generation("7f3", 1, 1, "topic"));
    assertThat(Generations.of(hash).readable()).isEmpty();
  }

  @Test
  void readsAnEmptyHashAsNoGeneration() {
    assertThat(Generations.of(Map.of())).isEqualTo(Generations.NONE);
    assertThat(Generations.of(Map.of("live", "")).readable()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"7f3.buckets", "7f3.topic"})
  void refusesAGenerationThatLacksAField(String field) {
    Map<String, String> hash = fields();
    hash.remove(field);
    assertThatThrownBy(() -> Generations.of(hash))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lb:generation names 7f3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7f3.buckets", "7f3.fold"})
  void refusesAGenerationWithAFieldThatIsNoNumber(String field) {
    Map<String, String> hash = fields();
    hash.put(field, "many");
    assertThatThrownBy(() -> Generations.of(hash)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Map<String, String> fields() {
    return new HashMap<>(
        Map.of("live", "7f3", "7f3.buckets", "1", "7f3.fold", "2", "7f3.topic", "topic"));
  }
}
