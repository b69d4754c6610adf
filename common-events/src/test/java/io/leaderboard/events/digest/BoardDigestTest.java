package io.leaderboard.events.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BoardDigestTest {
  @Test
  void isTheSameInWhateverOrderAndInWhateverParts() {
    List<Integer> users = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      users.add(i);
    }
    String expected = digest(users).hex();
    Collections.shuffle(users, new Random(1));
    BoardDigest parts = digest(users.subList(0, 300));
    parts.add(digest(users.subList(300, 1_000)));

    assertThat(parts.hex()).isEqualTo(expected).hasSize(32);
    assertThat(parts.entries()).isEqualTo(1_000);
  }

  @Test
  void differsWithAnyUserScoreOrTime() {
    assertThat(
            List.of(
                one("a", 1, null),
                one("a", 1, 5L),
                one("a", 1, 6L),
                one("a", 2, null),
                one("b", 1, null),
                one("a", -1, null),
                new BoardDigest().hex()))
        .doesNotHaveDuplicates();
  }

  @Test
  void ofNothingIsZero() {
    assertThat(new BoardDigest().hex()).isEqualTo("0".repeat(32));
  }

  private static String one(String user, long value, @Nullable Long reachedAt) {
    BoardDigest digest = new BoardDigest();
    digest.add(user, value, reachedAt);
    return digest.hex();
  }

  private static BoardDigest digest(List<Integer> users) {
    BoardDigest digest = new BoardDigest();
    users.forEach(user -> digest.add("user " + user, user * 7L, null));
    return digest;
  }
}
