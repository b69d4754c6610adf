package io.leaderboard.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisBinaryTest {
  private static final String PROPERTY = "leaderboard.redis.server";

  @AfterEach
  void clear() {
    System.clearProperty(PROPERTY);
  }

  @Test
  void prefersTheInstalledOneWhenItIsNewEnough() {
    assertThat(RedisBinary.preferred())
        .isEqualTo(RedisBinary.installed().orElseGet(RedisBinary::bundled));
  }

  @Test
  void canBeToldToTakeTheBundledOne() {
    System.setProperty(PROPERTY, "bundled");

    assertThat(RedisBinary.preferred()).isEqualTo(RedisBinary.bundled());
    assertThat(RedisBinary.bundled().version()).startsWith("6.2.");
  }

  @Test
  void refusesAnUnknownChoice() {
    System.setProperty(PROPERTY, "newest");

    assertThatThrownBy(RedisBinary::preferred)
        .isInstanceOf(ServerException.class)
        .hasMessage("leaderboard.redis.server must be installed or bundled, but is newest");
  }
}
