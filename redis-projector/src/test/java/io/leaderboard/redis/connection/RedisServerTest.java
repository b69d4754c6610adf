package io.leaderboard.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisServerTest {
  @ParameterizedTest
  @ValueSource(strings = {"6.2.0", "6.2.14", "7.0.15", "8.0", "10.1.2"})
  void takesSixTwoAndLater(String version) {
    assertThatCode(() -> server(version).requireSupported()).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.0.16", "5.0.14", "2.8"})
  void refusesWhatIsOlderAndSaysWhatIsNeeded(String version) {
    assertThatThrownBy(() -> server(version).requireSupported())
        .hasMessageContaining(version)
        .hasMessageContaining("6.2");
  }

  @Test
  void tellsWhetherItEvicts() {
    assertThat(server("7.0.15").evicts()).isFalse();
    assertThat(RedisServer.of("redis_version:7.0.15\r\nmaxmemory_policy:allkeys-lru\r\n").evicts())
        .isTrue();
  }

  private static RedisServer server(String version) {
    return RedisServer.of(
        "# Server\r\nredis_version:" + version + "\r\nmaxmemory_policy:noeviction\r\n");
  }
}
