package io.leaderboard.cli.bench;

import io.leaderboard.cli.CommandException;
import io.leaderboard.cli.load.Distribution;
import io.leaderboard.cli.load.Latencies;
import io.leaderboard.cli.load.Load;
import io.leaderboard.cli.load.LoadOrder;
import io.leaderboard.cli.load.LoadReport;
import io.leaderboard.cli.stack.Component;
import io.leaderboard.cli.stack.Priority;
import io.leaderboard.servers.CassandraServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * From the 202 until the score stands in {@code top}, of 50 submissions a second, while 2,500 a
 * second come to a game with the default boards and everything runs.
 */
final class VisibleBench implements Benchmark {
  private static final String NAME = "visible";
  private static final int RATE = 2_500;
  private static final int PROBES = 50;

  /** Four services are compiled at once, on processors that everything else wants too. */
  private static final int WARM_UPS = 4;

  private static final int SECONDS = 15;
  private static final double P99_TARGET = 100;
  private static final double P50_TARGET = 30;

  @Override
  public Map<String, String> names() {
    return Map.of(
        NAME,
        "202 to visible in top at 2,500/s, four boards, everything running: p99 | - | <= 100 ms, p50 <= 30 ms");
  }

  @Override
  public List<BenchRow> run(BenchRun run, List<String> wanted)
      throws IOException, InterruptedException {
    List<Double> p50 = new ArrayList<>();
    List<Double> p99 = new ArrayList<>();
    boolean lowered;
    try (BenchStack stack = run.stack(NAME)) {
      stack.kafka();
      stack.redis();
      CassandraServer cassandra = stack.cassandra();
      Component follower = stack.service("cassandra-projector", Map.of());
      for (String service : List.of("redis-projector", "ingest-service", "query-service")) {
        stack.service(service, Map.of());
      }
      // As "up" does.
      lowered = Priority.lower(cassandra.pid()) && Priority.lower(follower.pid());
      run.repeat(
          WARM_UPS,
          (number, round, counts) -> {
            Histogram measured =
                play(run, stack, number).latencies().of(Latencies.Kind.ACCEPTED_TO_VISIBLE);
            double middle = measured.getValueAtPercentile(50) / 1e3;
            double high = measured.getValueAtPercentile(99) / 1e3;
            run.told()
                .println(
                    "%s: %s: p50 %.1f ms, p99 %.1f ms of %d"
                        .formatted(NAME, round, middle, high, measured.getTotalCount()));
            if (counts) {
              p50.add(middle);
              p99.add(high);
            }
          });
    }
    String note = lowered ? "" : "Cassandra's priority could not be lowered";
    return List.of(
        BenchRow.atMost(NAME, "ms (p99)", p99, List.of(), P99_TARGET, note),
        BenchRow.atMost(NAME + "-p50", "ms (p50)", p50, List.of(), P50_TARGET, note));
  }

  private static LoadReport play(BenchRun run, BenchStack stack, int number)
      throws InterruptedException {
    LoadOrder order =
        new LoadOrder(
            "visible-" + number,
            1,
            run.size(100_000),
            Long.MAX_VALUE,
            RATE,
            1,
            Distribution.UNIFORM,
            run.time(SECONDS),
            0,
            0,
            PROBES,
            64,
            true,
            false,
            number,
            Duration.ofMinutes(2));
    LoadReport report =
        new Load(
                order,
                stack.ports().ingest(),
                stack.ports().query(),
                new PrintStream(OutputStream.nullOutputStream()),
                false)
            .run();
    if (!report.isExact()) {
      throw new CommandException("the boards are not exact: " + report.differences());
    }
    return report;
  }
}
