package io.leaderboard.events.jmh;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.period.PeriodCalendar;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The period that an instant belongs to, in a zone with summer time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PeriodBenchmark {
  private static final long STEP_MILLIS = 1_000;
  private static final long ANYWHERE_MILLIS = 86_400_000L * 365 * 40;

  /** The kind of the board's periods. */
  @Param({"DAILY", "WEEKLY", "MONTHLY"})
  public PeriodKind kind = PeriodKind.DAILY;

  private PeriodCalendar calendar = new PeriodCalendar.AllTime();
  private long now = Events.NOW;
  private long random = 1;

  /** Makes the calendar. */
  @Setup
  public void make() {
    calendar =
        PeriodCalendar.of(BoardDefinition.withDefaults("board", kind), ZoneId.of("Europe/Berlin"));
  }

  /** Events of now: each a second after the one before. */
  @Benchmark
  public @Nullable Period following() {
    now += STEP_MILLIS;
    return calendar.at(now);
  }

  /** Events of any day within forty years. */
  @Benchmark
  public @Nullable Period anywhere() {
    random = random * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
    return calendar.at(Math.floorMod(random >> 16, ANYWHERE_MILLIS));
  }
}
