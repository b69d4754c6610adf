package io.leaderboard.servers.testing;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;

/** Closes a Redis that runs to whoever has no password. */
final class SecuredRedis {
  private SecuredRedis() {}

  static void secure(RedisAddress redis) {
    RedisClient client = RedisClient.create(redis.uri());
    try (var connection = client.connect()) {
      AclSetuserArgs everything =
          AclSetuserArgs.Builder.on().addPassword("users").allKeys().allCommands();
      connection.sync().aclSetuser("user", everything);
      connection.sync().configSet("requirepass", "everybodys");
    } finally {
      client.shutdown();
    }
  }
}
