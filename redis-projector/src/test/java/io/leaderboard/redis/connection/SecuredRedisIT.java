package io.leaderboard.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.RedisAddress;
import io.leaderboard.servers.testing.TestServers;
import io.lettuce.core.RedisException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A Redis that lets nobody in without a password. */
class SecuredRedisIT {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static DedicatedServer<RedisAddress> server;

  @BeforeAll
  static void start() {
    server = TestServers.redisThatAsksForPasswords();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void isWrittenToWithThePasswordOfTheDefaultUserOrOfAnotherAndOtherwiseNot() {
    assertThat(ping("", "everybodys")).isEqualTo("PONG");
    assertThat(ping("user", "users")).isEqualTo("PONG");
    assertThatThrownBy(() -> ping("", "guessed"))
        .isInstanceOf(RedisException.class)
        .satisfies(failure -> assertThat(failure.toString()).doesNotContain("guessed"));
    assertThatThrownBy(() -> ping("", "")).isInstanceOf(RedisException.class);
  }

  private static String ping(String username, String password) {
    RedisProperties properties =
        new RedisProperties(
            server.address().uri(),
            false,
            username,
            password,
            SECOND,
            SECOND,
            Duration.ofMillis(20),
            100);
    try (RedisLink link = new RedisLink(properties)) {
      return link.commands().ping();
    }
  }
}
