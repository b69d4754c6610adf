package io.leaderboard.cli.load;

import io.leaderboard.cli.load.Latencies.Kind;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a run found.
 *
 * @param accepted sessions that were acknowledged, without those of the probes
 * @param seconds until the last of them was
 * @param visibleSeconds until all could be seen
 * @param sentAgain sessions that were sent once more, counted every time
 * @param unavailable answers 503 and 429
 * @param lostConnections requests without an answer
 * @param readErrors reads that were neither answered nor without a standing
 * @param boards how many boards and periods were compared
 * @param entries entries that were compared
 * @param wrong how many differences there are
 * @param differences the first of them
 */
public record LoadReport(
    long accepted,
    double seconds,
    double visibleSeconds,
    long requests,
    long sentAgain,
    long unavailable,
    long lostConnections,
    long readErrors,
    int boards,
    long entries,
    long wrong,
    List<String> differences,
    Latencies latencies) {

  /** Whether every board shows exactly what was acknowledged. */
  public boolean isExact() {
    return wrong == 0;
  }

  void print(PrintStream out) {
    out.println(
        "%,d sessions accepted in %.1f s: %,.0f/s"
            .formatted(accepted, seconds, accepted / seconds));
    out.println(
        "all of them visible after %.1f s: %,.0f/s"
            .formatted(visibleSeconds, accepted / visibleSeconds));
    out.println(
        "%,d requests; %,d sessions sent again after %,d answers 503 or 429 and %,d lost connections; %,d reads failed"
            .formatted(requests, sentAgain, unavailable, lostConnections, readErrors));
    out.println();
    out.println(
        "%-18s %11s %10s %10s %10s %10s %10s"
            .formatted("ms", "count", "p50", "p90", "p99", "p99.9", "max"));
    for (Kind kind : Kind.values()) {
      Histogram measured = latencies.of(kind);
      if (measured.getTotalCount() > 0) {
        out.println(
            "%-18s %,11d %10.2f %10.2f %10.2f %10.2f %10.2f"
                .formatted(
                    kind.title(),
                    measured.getTotalCount(),
                    measured.getValueAtPercentile(50) / 1e3,
                    measured.getValueAtPercentile(90) / 1e3,
                    measured.getValueAtPercentile(99) / 1e3,
                    measured.getValueAtPercentile(99.9) / 1e3,
                    measured.getMaxValue() / 1e3));
      }
    }
    out.println();
    differences.forEach(out::println);
    out.println(
        wrong == 0
            ? "%,d entries of %d boards compared with what was acknowledged: no difference"
                .formatted(entries, boards)
            : "%,d entries of %d boards compared with what was acknowledged: %,d DIFFERENCES"
                .formatted(entries, boards, wrong));
  }

  /** As JSON has it; times in milliseconds unless a name says seconds. */
  Map<String, Object> document(LoadOrder order) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("games", order.games());
    document.put("users", order.users());
    document.put("batch", order.batch());
    document.put("rate", order.rate());
    document.put("distribution", order.distribution().toString());
    document.put("seed", order.seed());
    document.put("accepted", accepted);
    document.put("seconds", seconds);
    document.put("perSecond", accepted / seconds);
    document.put("visibleSeconds", visibleSeconds);
    document.put("visiblePerSecond", accepted / visibleSeconds);
    document.put("requests", requests);
    document.put("sentAgain", sentAgain);
    document.put("unavailable", unavailable);
    document.put("lostConnections", lostConnections);
    document.put("readErrors", readErrors);
    Map<String, Object> times = new LinkedHashMap<>();
    for (Kind kind : Kind.values()) {
      if (latencies.of(kind).getTotalCount() > 0) {
        times.put(kind.title(), Latencies.figures(latencies.of(kind)));
      }
    }
    document.put("milliseconds", times);
    document.put("boards", boards);
    document.put("entries", entries);
    document.put("wrong", wrong);
    document.put("differences", differences);
    return document;
  }
}
