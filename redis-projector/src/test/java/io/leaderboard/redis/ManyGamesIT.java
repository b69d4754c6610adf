package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.score.PeriodsClosed;
import io.leaderboard.log.LogRecords;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A log of very many games, each of which was closed in every partition. */
@Timeout(600)
@Tag("long")
class ManyGamesIT {
  private static final int GAMES = 100_000;
  private static final Duration LEVEL = Duration.ofSeconds(30);

  @Test
  void aProjectorIsLevelSoonAfterItsStart() {
    try (ProjectorStack stack = new ProjectorStack()) {
      stack.stopService(stack.startService("leaderboard.log.max-games=" + GAMES));
      stack.send(
          IntStream.range(0, GAMES)
              .mapToObj(
                  i ->
                      LogRecords.of(
                          new GameDefined(
                              TestGames.game(
                                  game(i), TestGames.allTime("main", Aggregation.SUM, Ties.SHARED)),
                              0,
                              1))));
      stack.send(
          IntStream.range(0, GAMES * ProjectorStack.PARTITIONS)
              .mapToObj(
                  i ->
                      LogRecords.of(
                          new PeriodsClosed(game(i / ProjectorStack.PARTITIONS), i),
                          i % ProjectorStack.PARTITIONS)));
      stack.send(TestGames.runs(game(0), 0, 100));

      Duration empty = startAndTime(stack);
      stack.stopServices();
      Duration level = startAndTime(stack);
      Runtime heap = Runtime.getRuntime();
      System.gc();
      System.err.printf(
          "%d games: %d ms with an empty Redis, %d ms when it is level; %d MB are in use%n",
          GAMES,
          empty.toMillis(),
          level.toMillis(),
          (heap.totalMemory() - heap.freeMemory()) >> 20);
      assertThat(level).isLessThan(LEVEL);
      stack.awaitFold();
    }
  }

  /** Until it says that it is ready, and is level with a log that went on meanwhile. */
  private static Duration startAndTime(ProjectorStack stack) {
    long start = System.nanoTime();
    var service = stack.startService("leaderboard.log.max-games=" + GAMES);
    stack.send(TestGames.runs(game(1), 0, 10));
    await()
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(stack.positions()).isEqualTo(stack.ends()));
    assertThat(service.isActive()).isTrue();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static String game(int number) {
    return "one-of-very-many-" + number;
  }
}
