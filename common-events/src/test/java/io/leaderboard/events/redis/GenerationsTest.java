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
    assertThat(generations.readable("any")).contains(new Generation("7f3", 1, 2, "topic", null));
    assertThat(generations.filling("any")).contains(new Generation("8a0", 64, 3, "other", null));
  }

  @Test
  void prefersTheGenerationOfAGameForThatGameAlone() {
    Map<String, String> hash = fields();
    hash.put("live/chess", "9b1");
    hash.put("9b1.buckets", "1");
    hash.put("9b1.epoch", "4");
    hash.put("9b1.topic", "topic");
    hash.put("building/go", "9b2");
    hash.put("9b2.buckets", "1");
    hash.put("9b2.epoch", "5");
    hash.put("9b2.topic", "topic");
    Generations generations = Generations.of(hash);

    Generation chess = new Generation("9b1", 1, 4, "topic", "chess");
    Generation go = new Generation("9b2", 1, 5, "topic", "go");
    assertThat(generations.readable("chess")).contains(chess);
    assertThat(generations.readable("go")).contains(new Generation("7f3", 1, 2, "topic", null));
    assertThat(generations.filling("go")).contains(go);
    assertThat(generations.filling("chess")).isEmpty();
    assertThat(chess.liveField()).isEqualTo("live/chess");
    assertThat(go.buildingField()).isEqualTo("building/go");
  }

  @Test
  void readsAnEmptyHashAsNoGeneration() {
    assertThat(Generations.of(Map.of())).isEqualTo(new Generations(null, null, Map.of(), Map.of()));
    assertThat(Generations.of(Map.of("live", "")).readable("any")).isEmpty();
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
