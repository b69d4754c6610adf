package io.leaderboard.events.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PartitionKeyTest {
  @Test
  void isTheGameASlashAndTheUserInUtf8AndMustNeverChange() {
    // Another key would put a user's next event into another partition.
    assertThat(PartitionKey.of("football", "Zoë/🏆"))
        .isEqualTo("football/Zoë/🏆".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void isAnotherForEveryGameAndUser() {
    assertThat(PartitionKey.of("a", "b/c")).isNotEqualTo(PartitionKey.of("a.b", "c"));
    assertThat(PartitionKey.of("a", "\u00e9")).isNotEqualTo(PartitionKey.of("a", "e\u0301"));
  }
}
