package io.leaderboard.cli.bench;

import io.leaderboard.cli.load.Distribution;
import io.leaderboard.cli.load.Sessions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much memory of Redis an entry takes, by the difference of {@code used_memory}, when the
 * redis-projector writes it, and when it stands in a bare sorted set.
 */
final class MemoryBench implements Benchmark {
  private static final String NAME = "memory";
  private static final int GAMES = 500;
  private static final int BOARDS = 20;
  private static final int USERS_OF_A_BOARD = 100;
  private static final int CHUNK = 1_000;
  private static final int LOOKS = 10;
  private static final long LOOK_MILLIS = 20;

  @Override
  public Map<String, String> names() {
    return Map.of(
        NAME,
        "bytes an entry, shared and earliest at 1M users, 10,000 boards of 100 | a bare sorted set | <= 1.02, 2.1, 1.1");
  }

  @Override
  public List<BenchRow> run(BenchRun run, List<String> wanted)
      throws IOException, InterruptedException {
    try (BenchStack stack = run.stack(NAME)) {
      stack.kafka();
      int port = stack.redis().port();
      stack.service("redis-projector", Map.of());
      try (RespConnection redis = new RespConnection(port);
          LogWriter log = new LogWriter(stack.kafka().bootstrapServers())) {
        int users = run.boardUsers();
        int games = (int) Math.max(1, GAMES * run.scale());
        double large = bare(redis, 1, users);
        double small = bare(redis, games * BOARDS, USERS_OF_A_BOARD);
        List<BenchRow> rows = new ArrayList<>();
        rows.add(
            row(
                "memory-shared",
                applied(redis, log, List.of(BenchGame.best("shared", users, Distribution.UNIFORM)))
                    / users,
                large,
                1.02));
        rows.add(
            row(
                "memory-earliest",
                applied(redis, log, List.of(BenchGame.earliest("earliest", users))) / users,
                large,
                2.1));
        List<BenchGame> many = new ArrayList<>();
        for (int i = 0; i < games; i++) {
          many.add(BenchGame.boards("many-" + i, USERS_OF_A_BOARD, BOARDS));
        }
        rows.add(
            row(
                "memory-small-boards",
                applied(redis, log, many) / ((double) games * BOARDS * USERS_OF_A_BOARD),
                small,
                1.1));
        return rows;
      }
    }
  }

  private static BenchRow row(String name, double bytes, double bare, double target) {
    return BenchRow.atMost(name, "bytes/entry", List.of(bytes), List.of(bare), target, "");
  }

  /** Bytes that the boards of some games take. */
  private static double applied(RespConnection redis, LogWriter log, List<BenchGame> games)
      throws IOException, InterruptedException {
    long before = settled(redis);
    Map<Integer, Long> last = new LinkedHashMap<>();
    for (BenchGame game : games) {
      log.define(game.definition());
      last.putAll(game.fill(log));
    }
    new RedisPositions(redis).await(last);
    return settled(redis) - before;
  }

  /** Bytes an entry of bare sets, which are deleted again. */
  private static double bare(RespConnection redis, int sets, int members)
      throws IOException, InterruptedException {
    Sessions sessions = new Sessions(1, members, Distribution.UNIFORM, 1);
    long before = settled(redis);
    int calls = 0;
    for (int set = 0; set < sets; set++) {
      for (int from = 0; from < members; from += CHUNK) {
        List<String> command = new ArrayList<>(List.of("ZADD", "bare:" + set));
        for (int member = from; member < Math.min(members, from + CHUNK); member++) {
          command.add(Long.toString(-sessions.score(member)));
          command.add(BenchGame.user(member));
        }
        redis.send(command);
        calls++;
        if (calls == CHUNK) {
          redis.drain(calls);
          calls = 0;
        }
      }
    }
    redis.drain(calls);
    double bytes = (settled(redis) - before) / ((double) sets * members);
    for (int set = 0; set < sets; set++) {
      redis.ask("DEL", "bare:" + set);
    }
    return bytes;
  }

  /** The least of some looks: buffers of what is under way come and go. */
  private static long settled(RespConnection redis) throws IOException, InterruptedException {
    long least = Long.MAX_VALUE;
    for (int look = 0; look < LOOKS; look++) {
      least = Math.min(least, redis.usedMemory());
      Thread.sleep(LOOK_MILLIS);
    }
    return least;
  }
}
