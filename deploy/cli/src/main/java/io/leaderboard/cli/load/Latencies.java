package io.leaderboard.cli.load;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** How long everything took, in microseconds, 3 digits exact. Safe for use by several threads. */
public final class Latencies {
  private static final long HIGHEST_MICROS = TimeUnit.HOURS.toMicros(2);

  /** What is measured. */
  public enum Kind {
    SUBMIT("submit"),
    TOP("top"),
    RANK("rank"),
    AROUND("around"),
    ACCEPTED_TO_VISIBLE("202 to visible"),
    SUBMIT_TO_VISIBLE("submit to visible");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /** As the summary shows it. */
    public String title() {
      return title;
    }
  }

  private final Map<Kind, Histogram> histograms = new EnumMap<>(Kind.class);

  public Latencies() {
    for (Kind kind : Kind.values()) {
      histograms.put(kind, new ConcurrentHistogram(HIGHEST_MICROS, 3));
    }
  }

  void record(Kind kind, long nanos) {
    of(kind).recordValue(Math.max(0, Math.min(HIGHEST_MICROS, nanos / 1_000)));
  }

  /** The measured values of a kind. */
  public Histogram of(Kind kind) {
    Histogram histogram = histograms.get(kind);
    if (histogram == null) {
      throw new IllegalArgumentException("no histogram of " + kind);
    }
    return histogram;
  }

  /** Figures in milliseconds: count, p50, p90, p99, p99.9 and max. */
  public static Map<String, Object> figures(Histogram histogram) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("count", histogram.getTotalCount());
    figures.put("p50", histogram.getValueAtPercentile(50) / 1e3);
    figures.put("p90", histogram.getValueAtPercentile(90) / 1e3);
    figures.put("p99", histogram.getValueAtPercentile(99) / 1e3);
    figures.put("p99.9", histogram.getValueAtPercentile(99.9) / 1e3);
    figures.put("max", histogram.getMaxValue() / 1e3);
    return figures;
  }
}
