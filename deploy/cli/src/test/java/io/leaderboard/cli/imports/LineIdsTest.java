package io.leaderboard.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.cli.CommandException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LineIdsTest {
  @Test
  void everyLineHasAnIdOfItsOwnAndTheSameFileTheSameIds() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    LineIds first = new LineIds();
    LineIds second = new LineIds();
    Map<String, Integer> occurrences = new HashMap<>();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 50_000; i++) {
      String line = Integer.toString(random.nextInt(30_000));
      String id = first.next(List.of(line));
      assertThat(id).endsWith("-" + occurrences.merge(line, 1, Integer::sum)).hasSizeLessThan(64);
      assertThat(ids.add(id)).isTrue();
      assertThat(second.next(List.of(line))).isEqualTo(id);
    }
  }

  @Test
  void whereACellEndsMakesADifference() {
    LineIds ids = new LineIds();

    assertThat(ids.next(List.of("ab", ""))).isNotEqualTo(ids.next(List.of("a", "b")));
  }

  @Test
  void moreLinesThanTheTableMayHoldAreRefusedWithAWayOut() {
    LineIds ids = new LineIds(2_048);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 2_000; i++) {
                ids.next(List.of(Integer.toString(i)));
              }
            })
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("more than 1,536 different lines")
        .hasMessageContaining("--id");
  }
}
