package io.leaderboard.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisServerInfoTest {
  @Test
  void aVersionWithPublishedHolesSaysSoAndOneInWhichTheyAreMendedDoesNot() {
    for (String old : List.of("6.2.11", "7.0.15", "7.2.10", "7.4.5", "8.0.3", "8.2.1")) {
      assertThat(server(old).outdated())
          .hasValueSatisfying(
              line -> assertThat(line).contains("is " + old, "CVE-2025-49844", "upgrade it"));
    }
    for (String mended :
        List.of("6.2.20", "7.2.11", "7.4.6", "8.0.4", "8.2.2", "9.0.0", "unknown")) {
      assertThat(server(mended).outdated()).as(mended).isEmpty();
    }
  }

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
    assertThat(
            RedisServerInfo.of(
                    "cache:1", "redis_version:7.0.15\r\nmaxmemory_policy:allkeys-lru\r\n")
                .evicts())
        .isTrue();
  }

  @Test
  void refusesTheOtherKindThanTheKeySays() {
    assertThatCode(() -> server("7.0.15").requireCluster(false)).doesNotThrowAnyException();
    assertThatThrownBy(() -> server("7.0.15").requireCluster(true))
        .hasMessageContaining("leaderboard.redis.cluster is true")
        .hasMessageContaining("cache:1");
    assertThatThrownBy(
            () -> RedisServerInfo.of("cache:1", "redis_mode:cluster\r\n").requireCluster(false))
        .hasMessageContaining("leaderboard.redis.cluster is false");
  }

  @Test
  void refusesAClusterOfWhichSlotsHaveNoMaster() {
    assertThatCode(
            () -> RedisServerInfo.requireAllSlots("cache:1", "cluster_slots_assigned:16384\r\n"))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () -> RedisServerInfo.requireAllSlots("cache:1", "cluster_slots_assigned:16383\r\n"))
        .hasMessageContaining("leaderboard.redis.uri has masters for 16383 of 16384 slots");
  }

  private static RedisServerInfo server(String version) {
    return RedisServerInfo.of(
        "cache:1", "# Server\r\nredis_version:" + version + "\r\nmaxmemory_policy:noeviction\r\n");
  }
}
