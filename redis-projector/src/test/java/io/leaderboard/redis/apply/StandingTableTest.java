package io.leaderboard.redis.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.standing.Standing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class StandingTableTest {
  private static final int EVENTS = 30_000;

  @RepeatedTest(8)
  void holdsWhatAMapHolds() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int users = 1 << random.nextInt(17);
    StandingTable table = new StandingTable();
    Map<String, Standing> model = new HashMap<>();
    for (int i = 0; i < EVENTS; i++) {
      String user = user(random.nextInt(users));
      seek(table, user);
      assertThat(table.standing()).as("%s, seed %d", user, seed).isEqualTo(model.get(user));
      if (random.nextInt(4) > 0) {
        Standing standing =
            random.nextBoolean()
                ? new Standing(random.nextLong(), random.nextLong())
                : new Standing(random.nextLong(), random.nextLong(), random.nextLong());
        table.set(standing);
        model.put(user, standing);
      }
    }
    Map<String, Standing> held = new HashMap<>();
    for (int place : table.places(value -> value >> 20)) {
      held.put(table.userId(place), table.standing(place));
    }
    assertThat(held).as("seed %d", seed).isEqualTo(model);
    assertThat(table.size()).isEqualTo(model.size());
  }

  private static void seek(StandingTable table, String userId) {
    byte[] id = userId.getBytes(StandardCharsets.UTF_8);
    long hash = table.hash(id);
    // Changes nothing, wherever it points.
    table.touch(hash);
    table.touchId(hash);
    table.seek(id, hash);
  }

  /** Of all lengths, some a part of others, and not of one byte a letter. */
  private static String user(int number) {
    String digits = Integer.toString(number, 36);
    return switch (number % 4) {
      case 0 -> digits;
      case 1 -> "0" + digits;
      case 2 -> "é€😀".repeat(number % 12) + digits;
      default -> "x".repeat(number % 100) + digits;
    };
  }

  @Test
  void isOrderedByAKeyOfTheValues() {
    List<Integer> values = new ArrayList<>();
    StandingTable table = new StandingTable();
    Random random = new Random(1);
    for (int i = 0; i < EVENTS; i++) {
      int value = random.nextInt(2_000_000) - 1_000_000;
      seek(table, "user-" + i);
      table.set(new Standing(value, 0));
      values.add(value);
    }
    assertThat(
            Arrays.stream(table.places(value -> -value))
                .mapToObj(p -> (int) table.standing(p).value()))
        .containsExactlyElementsOf(values.stream().sorted(Comparator.reverseOrder()).toList());
  }

  @Test
  void isNearlyOrderedWhereKeysAreFarApart() {
    StandingTable table = new StandingTable();
    Random random = new Random(2);
    long most = 999_999_999_999_999L;
    for (int i = 0; i < EVENTS; i++) {
      seek(table, "user-" + i);
      table.set(new Standing(random.nextLong(2 * most) - most, 0));
    }
    // The lowest bits of a key do not count: less than a ten-thousandth of a user's distance.
    long distance = 2 * most / EVENTS / 10_000;
    long before = -most;
    for (int place : table.places(value -> value)) {
      long value = table.standing(place).value();
      assertThat(value).isGreaterThan(before - distance);
      before = value;
    }
  }
}
