package io.leaderboard.events.jmh;

import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.score.ScoreRecord;
import io.leaderboard.events.score.ScoreRecordCodec;
import io.leaderboard.events.score.UndecodableRecordException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** An event to bytes and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {
  private static final int EVENTS = 4_096;

  private final ScoreEvent[] events = new ScoreEvent[EVENTS];
  private final byte[][] bytes = new byte[EVENTS][];
  private int next;

  /** Makes what is encoded and decoded. */
  @Setup
  public void make() {
    for (int i = 0; i < EVENTS; i++) {
      events[i] = Events.of(i);
      bytes[i] = ScoreRecordCodec.encode(events[i]);
    }
  }

  /** To bytes. */
  @Benchmark
  public byte[] encode() {
    return ScoreRecordCodec.encode(events[next++ & (EVENTS - 1)]);
  }

  /** From bytes, with every check. */
  @Benchmark
  public ScoreRecord decode() throws UndecodableRecordException {
    return ScoreRecordCodec.decode(bytes[next++ & (EVENTS - 1)]);
  }
}
