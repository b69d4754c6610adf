package io.leaderboard.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import org.junit.jupiter.api.Test;

class RedisRefusalsTest {
  @Test
  void whatAFullRedisAnswersSaysWhatToDoAlsoFromWithinAScriptOfEitherVersion() {
    for (String answer :
        new String[] {
          "OOM command not allowed when used memory > 'maxmemory'.",
          "OOM command not allowed when used memory > 'maxmemory'. script: f_1, on @user_script:9.",
          "ERR Error running script (call to f_1): @user_script:9: @user_script: 9: -OOM command not"
              + " allowed when used memory > 'maxmemory'."
        }) {
      assertThat(RedisRefusals.words(new RedisCommandExecutionException(answer)))
          .as(answer)
          .startsWith("Redis is full")
          .contains("raise its maxmemory");
    }
  }

  @Test
  void aRefusedPasswordIsFoundBehindTheConnectionThatFailed() {
    RedisConnectionException failure =
        new RedisConnectionException(
            "Unable to connect",
            new RedisCommandExecutionException(
                "NOAUTH HELLO must be called with the client already authenticated"));

    assertThat(RedisRefusals.words(failure))
        .startsWith("Redis refuses the password (NOAUTH)")
        .contains("leaderboard.redis.password");
  }

  @Test
  void everythingElseIsToldAsItIs() {
    assertThat(RedisRefusals.words(new RedisCommandExecutionException("ERR syntax error")))
        .isEqualTo("ERR syntax error");
    assertThat(RedisRefusals.words(new IllegalStateException("no OOMph"))).isEqualTo("no OOMph");
  }
}
