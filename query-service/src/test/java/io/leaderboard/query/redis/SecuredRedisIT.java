package io.leaderboard.query.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.RedisAddress;
import io.leaderboard.servers.testing.TestServers;
import java.time.Duration;
import java.util.List;
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
  void isConnectedToWithThePasswordOfTheDefaultUserOrOfAnother() {
    String uri = server.address().uri();
    assertConnects(uri, "", "everybodys");
    assertConnects(uri, "user", "users");
    assertConnects(uri.replace("redis://", "redis://user:users@"), "", "");
  }

  @Test
  void aWrongOrMissingPasswordIsNamedToWhoeverReads() {
    for (String password : List.of("guessed", "")) {
      RedisConnection connection =
          new RedisConnection(properties(server.address().uri(), "", password));
      try {
        connection.start();
        await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(
                () ->
                    assertThatThrownBy(() -> connection.call(commands -> commands.ping()).join())
                        .hasMessageContaining("Redis refuses the password")
                        .hasMessageContaining("leaderboard.redis.password")
                        .message()
                        .doesNotContain("guessed"));
      } finally {
        connection.close();
      }
    }
  }

  private static void assertConnects(String uri, String username, String password) {
    RedisProperties properties = properties(uri, username, password);
    assertThat(properties.toString()).doesNotContain("users", "everybodys");
    RedisConnection connection = new RedisConnection(properties);
    try {
      connection.start();
      await().atMost(Duration.ofSeconds(20)).until(connection::isConnected);
    } finally {
      connection.close();
    }
  }

  private static RedisProperties properties(String uri, String username, String password) {
    return new RedisProperties(
        uri,
        false,
        username,
        password,
        SECOND,
        SECOND,
        Duration.ofMillis(100),
        100,
        ReadFrom.MASTER,
        "",
        SECOND);
  }
}
