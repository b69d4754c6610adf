package io.leaderboard.cli.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code redis-benchmark -P 16 ZADD} of random members and scores to a bare sorted set that has as
 * many members as the board it is compared with.
 *
 * @param members how many
 */
record RedisBaseline(int port, int members) {
  private static final String KEY = "bench:bare";
  private static final int CHUNK = 1_000;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Pattern RATE = Pattern.compile("\"ZADD[^\"]*\",\"([\\d.]+)\"");

  /** Fills the set with every member that redis-benchmark may choose. */
  void fill() throws IOException {
    try (RespConnection redis = new RespConnection(port)) {
      redis.ask("DEL", KEY);
      int calls = 0;
      for (int member = 0; member < members; member += CHUNK) {
        List<String> command = new ArrayList<>(List.of("ZADD", KEY));
        for (int i = member; i < Math.min(members, member + CHUNK); i++) {
          command.add(Integer.toString(i));
          command.add("u%012d".formatted(i));
        }
        redis.send(command);
        calls++;
      }
      redis.drain(calls);
    }
  }

  /** ZADDs a second. */
  double run(long requests) throws InterruptedException {
    return Tool.run(
            List.of(
                "redis-benchmark",
                "-p",
                Integer.toString(port),
                "-P",
                "16",
                "-n",
                Long.toString(requests),
                "-r",
                Integer.toString(members),
                "--csv",
                "ZADD",
                KEY,
                "__rand_int__",
                "u__rand_int__"),
            LIMIT)
        .number(RATE);
  }
}
