package io.leaderboard.events.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.reference.RandomEvents;
import io.leaderboard.events.reference.Seed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProfileTableTest {
  private static final long PLENTY = 64L << 20;

  @Test
  void itIsAMapAsLongAsThereIsRoom() {
    Seed seed = Seed.fresh();
    Random random = seed.random();
    ProfileTable table = new ProfileTable(PLENTY);
    Map<String, UserProfile> expected = new HashMap<>();
    List<String> users = new ArrayList<>(RandomEvents.USERS);
    for (int i = 0; i < 5_000; i++) {
      users.add("user-" + i);
    }
    for (int i = 0; i < 60_000; i++) {
      String user = users.get(random.nextInt(users.size()));
      if (random.nextInt(3) == 0) {
        table.remove(bytes(user));
        expected.remove(user);
      } else {
        UserProfile profile = profile(random);
        table.put(bytes(user), profile);
        expected.put(user, profile);
      }
    }
    users.forEach(user -> assertThat(table.of(user)).as("%s", seed).isEqualTo(expected.get(user)));
    assertThat(table.size()).as("%s", seed).isEqualTo(expected.size());
    assertThat(table.forgotten()).isZero();
    expected.keySet().forEach(user -> table.remove(bytes(user)));
    assertThat(table.bytes()).as("%s", seed).isZero();
  }

  @Test
  void pastTheBoundThoseAreForgottenWhomNobodyAsksFor() {
    long bound = 1L << 20;
    ProfileTable table = new ProfileTable(bound);
    UserProfile profile = new UserProfile("A name of some length", "", "FR");
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      shown.add("shown-" + i);
      table.put(bytes("shown-" + i), profile);
    }
    for (int i = 0; i < 200_000; i++) {
      table.put(bytes("new-" + i), profile);
      assertThat(table.of("new-" + i)).isEqualTo(profile);
      if (i % 1_000 == 0) {
        shown.forEach(table::of);
        assertThat(table.bytes()).isLessThanOrEqualTo(bound);
      }
    }
    long kept = shown.stream().filter(user -> table.of(user) != null).count();
    assertThat(kept).isGreaterThan(450);
    assertThat(table.size() + table.forgotten()).isEqualTo(200_500);
  }

  @Test
  void aThousandUsersTakeWhatIsSaid() {
    ProfileTable table = new ProfileTable(PLENTY);
    for (int i = 0; i < 1_000; i++) {
      table.put(bytes("user-%08d".formatted(i)), new UserProfile("Some Name of " + i, "", ""));
    }
    assertThat(table.bytes() / 1_000).isBetween(56L, 72L);
  }

  private static UserProfile profile(Random random) {
    String name = random.nextBoolean() ? "" : "Ünï 🏆 " + random.nextInt();
    String url = random.nextBoolean() ? "" : "https://img.example/" + random.nextLong() + ".png";
    return new UserProfile(name, url, random.nextBoolean() ? "" : "DE");
  }

  private static byte[] bytes(String user) {
    return user.getBytes(StandardCharsets.UTF_8);
  }
}
