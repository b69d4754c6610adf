package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.redis.BoardKeys;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.score.ScoreEvent;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A rebuild of ten times what the fillings may hold, in a heap that has no room for it. About a
 * minute; {@code mvn -Pteeth verify}.
 */
@Tag("long")
@Timeout(300)
class RebuildMemoryIT {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final String GAME = "memory";
  private static final BoardDefinition BOARD =
      TestGames.allTime("all-time", Aggregation.BEST, Ties.SHARED);

  /** Standings that a filling may hold; all partitions are filled at once. */
  private static final int BOUND = 15_000;

  private static final int FILLINGS = FaultStack.PARTITIONS;
  private static final int USERS = 10 * BOUND * FILLINGS;

  /** What the README states, megabytes. Without the bound they would hold as much again. */
  private static final int HEAP = 96 + FILLINGS * (8 + BOUND * 250 / 1_000_000);

  @Test
  void tenTimesWhatMayBeHeldIsRebuiltInTheHeapThatIsStated(@TempDir Path logs) throws Exception {
    List<String> launch =
        Stream.concat(
                Stream.of("-Xmx" + HEAP + "m", "-XX:+ExitOnOutOfMemoryError"),
                ProjectorProcess.launch(ProjectorProcess.classPath()).stream())
            .toList();
    Map<String, Object> settings =
        Map.of(
            "leaderboard.projection.max-poll-records", 5_000,
            "leaderboard.apply.chunk-members", 500,
            "leaderboard.fill.threads", FILLINGS,
            "leaderboard.fill.max-poll-records", 5_000,
            "leaderboard.fill.memory-entries", BOUND,
            "leaderboard.fill.join-within", 1_000);
    try (FaultStack stack = new FaultStack(launch, logs, settings);
        RedisClient client = RedisClient.create(stack.redis().address().uri())) {
      RedisCommands<String, String> redis = client.connect().sync();
      Supplier<Generation> live =
          () -> Generations.of(redis.hgetall(RedisLayout.GENERATION)).readable().orElseThrow();
      stack.define(TestGames.game(GAME, BOARD));
      for (int i = 0; i < USERS; i++) {
        stack.send(event(i));
      }
      await("all applied").atMost(SOON).until(() -> redis.zcard(board(live.get())) == USERS);

      Generation before = live.get();
      assertThat(stack.first().rebuild()).isTrue();
      await("rebuilt")
          .atMost(SOON)
          .until(
              () -> {
                assertThat(stack.first().isRunning()).as("it runs in %d MB", HEAP).isTrue();
                return !live.get().equals(before);
              });
      String board = board(live.get());
      assertThat(redis.zcard(board)).isEqualTo(USERS);
      for (int i = 0; i < USERS; i += 1_000) {
        assertThat(redis.zscore(board, user(i))).isEqualTo(-i);
      }
    }
  }

  private static String board(Generation generation) {
    return new BoardKeys(generation, GAME, Edition.FIRST, BOARD).in("all-time", 0).sortedSet();
  }

  private static String user(int number) {
    return "a-user-with-an-id-as-long-as-a-uuid-%08d".formatted(number);
  }

  private static ScoreEvent event(int number) {
    return new ScoreEvent(
        "e" + number, GAME, user(number), number, 0, Map.of(), 1_000, 1_000, null, Map.of());
  }
}
