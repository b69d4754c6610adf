package io.leaderboard.query.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.game.Ties;
import io.leaderboard.query.NaiveBoard;
import io.leaderboard.query.board.BoardPageScript.ShardPage;
import io.leaderboard.query.redis.ReadFrom;
import io.leaderboard.query.redis.RedisConnection;
import io.leaderboard.query.redis.RedisProperties;
import io.leaderboard.servers.testing.TestServers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code board-page.lua} on a real Redis, against a board that is a list. */
class BoardPageScriptIT {
  private static final String[] PIECES = {"a", "B", "é", "~", "😀", "/", ":", "{}", " ", "ab", "１"};

  private static RedisConnection redis;
  private static BoardPageScript script;

  @BeforeAll
  static void connect() {
    redis =
        new RedisConnection(
            new RedisProperties(
                TestServers.redis().uri(),
                false,
                "",
                "",
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofMillis(100),
                1_000,
                ReadFrom.MASTER,
                "",
                Duration.ofSeconds(1)));
    redis.start();
    Awaitility.await().until(redis::isConnected);
    script = new BoardPageScript();
  }

  @AfterAll
  static void disconnect() {
    redis.close();
  }

  @Test
  void aPageBeginsBehindThePlaceOfAnEntryThatHasMovedOrGone() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      NaiveBoard board = random(random, 1 + random.nextInt(150), 1 + random.nextInt(6));
      String key = write(board);
      List<String> order = board.order();
      int at = random.nextInt(order.size());
      String user = order.get(at);
      Cursor cursor = new Cursor(new Row(user, board.values().get(user), null));
      if (random.nextBoolean()) {
        redis.call(commands -> commands.zrem(key, user)).join();
      } else {
        redis.call(commands -> commands.zadd(key, 1_000_000.0, user)).join();
      }
      ShardPage page = script.read(redis, key, Ties.SHARED, 1_000, Optional.of(cursor)).join();
      List<String> shown =
          page.rows().stream().map(Row::userId).filter(u -> !u.equals(user)).toList();
      assertThat(shown).as("seed %d", seed).isEqualTo(order.subList(at + 1, order.size()));
      assertThat(page.start()).as("seed %d", seed).isEqualTo(at);
    }
  }

  @Test
  void numbersOfFifteenDigitsComeBackExactly() {
    NaiveBoard board = new NaiveBoard(false);
    board.put("least", -999_999_999_999_999L);
    board.put("less", -999_999_999_999_998L);
    board.put("none", 0);
    board.put("most", 999_999_999_999_999L);
    String key = write(board);
    ShardPage page = script.read(redis, key, Ties.SHARED, 10, Optional.empty()).join();
    assertThat(page.rows())
        .extracting(Row::sortKey)
        .containsExactly(-999_999_999_999_999L, -999_999_999_999_998L, 0L, 999_999_999_999_999L);
    Cursor first = new Cursor(new Row("m", -999_999_999_999_999L, null));
    ShardPage rest = script.read(redis, key, Ties.SHARED, 10, Optional.of(first)).join();
    assertThat(rest.rows()).extracting(Row::userId).startsWith("less");
  }

  @Test
  void aBoardWithoutScoresIsEmpty() {
    ShardPage page =
        script
            .read(redis, TestServers.uniqueName("none"), Ties.SHARED, 10, Optional.empty())
            .join();
    assertThat(page).isEqualTo(new ShardPage(0, 0, 0, List.of()));
  }

  @Test
  void theScriptIsSentAgainWhenRedisHasForgottenIt() {
    NaiveBoard board = new NaiveBoard(false);
    board.put("a", 1);
    String key = write(board);
    for (int i = 0; i < 3; i++) {
      redis.call(commands -> commands.scriptFlush()).join();
      assertThat(script.read(redis, key, Ties.SHARED, 1, Optional.empty()).join().total())
          .isEqualTo(1);
    }
  }

  private static NaiveBoard random(Random random, int size, int values) {
    NaiveBoard board = new NaiveBoard(false);
    HashSet<String> users = new HashSet<>();
    while (users.size() < size) {
      StringBuilder user = new StringBuilder();
      for (int i = 0; i <= random.nextInt(6); i++) {
        user.append(PIECES[random.nextInt(PIECES.length)]);
      }
      users.add(user + String.valueOf(random.nextInt(50)));
    }
    users.forEach(user -> board.put(user, random.nextInt(values) - values / 2));
    return board;
  }

  private static String write(NaiveBoard board) {
    String key = TestServers.uniqueName("page");
    board
        .values()
        .forEach(
            (user, value) ->
                redis.call(commands -> commands.zadd(key, (double) value, user)).join());
    return key;
  }
}
