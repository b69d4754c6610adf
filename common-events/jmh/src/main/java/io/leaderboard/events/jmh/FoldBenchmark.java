package io.leaderboard.events.jmh;

import io.leaderboard.events.duplicate.DuplicateFilter;
import io.leaderboard.events.entry.EventEntry;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.standing.BoardRules;
import io.leaderboard.events.standing.Effect;
import io.leaderboard.events.standing.Standing;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** An event on the boards of a game that nobody defined, and the duplicate filter before it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FoldBenchmark {
  /** More than the window: no id comes again within it. */
  private static final int EVENTS = 1 << 18;

  private static final int WINDOW = 200_000;
  private static final int TOGETHER = 1_024;

  private final ScoreEvent[] events = new ScoreEvent[EVENTS];
  private final BoardRules[] boards = new BoardRules[4];
  private final Map<String, Standing> standings = new HashMap<>();
  private final DuplicateFilter filter = new DuplicateFilter(WINDOW);
  private int next;
  private long offset;

  /** Makes the events and the boards. */
  @Setup
  public void make() {
    GameDefinition game = GameDefinition.automatic("football");
    for (int i = 0; i < boards.length; i++) {
      BoardDefinition board = game.boards().get(i);
      boards[i] = new BoardRules(game, board);
    }
    for (int i = 0; i < EVENTS; i++) {
      events[i] = Events.of(i);
    }
  }

  /** Of one board, without periods. */
  @Benchmark
  public @Nullable Standing foldOneBoard() {
    ScoreEvent event = events[next++ & (EVENTS - 1)];
    return standings.compute(event.userId(), (user, before) -> fold(boards[0], before, event));
  }

  /** What an event does to each of the four boards. */
  @Benchmark
  public long effectsOnFourBoards() {
    ScoreEvent event = events[next++ & (EVENTS - 1)];
    long sum = 0;
    for (BoardRules rules : boards) {
      sum += value(rules, event);
    }
    return sum;
  }

  /** Of an event whose id is new. */
  @Benchmark
  public boolean isDuplicate() {
    return filter.isDuplicate(offset++, events[next++ & (EVENTS - 1)]);
  }

  /** Of each of a thousand events whose ids are new, looked at together. */
  @Benchmark
  @OperationsPerInvocation(TOGETHER)
  public boolean[] areDuplicates() {
    next = (next + TOGETHER) & (EVENTS - 1);
    List<ScoreEvent> together = Arrays.asList(events).subList(next, next + TOGETHER);
    long[] offsets = new long[TOGETHER];
    Arrays.setAll(offsets, i -> offset++);
    return filter.areDuplicates(together, offsets);
  }

  private static @Nullable Standing fold(
      BoardRules rules, @Nullable Standing before, ScoreEvent event) {
    return rules.fold(before, value(rules, event), event.occurredAt());
  }

  private static long value(BoardRules rules, ScoreEvent event) {
    return rules.effect(new EventEntry(0, event, false, Long.MIN_VALUE))
            instanceof Effect.Counts counts
        ? counts.value()
        : 0;
  }
}
