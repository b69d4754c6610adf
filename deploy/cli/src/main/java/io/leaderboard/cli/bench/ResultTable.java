package io.leaderboard.cli.bench;

import java.util.List;
import java.util.Locale;

/** The rows as people read them. */
record ResultTable(List<BenchRow> rows) {
  private static final String LINE = "%-20s %14s %14s %-10s %8s %17s %9s  %s";

  ResultTable {
    rows = List.copyOf(rows);
  }

  boolean allMet() {
    return rows.stream().allMatch(BenchRow::isMet);
  }

  String head() {
    return LINE.formatted(
        "name", "subject", "baseline", "unit", "ratio", "spread", "target", "met");
  }

  String line(BenchRow row) {
    Summary judged = row.judged();
    boolean alone = row.baseline().isEmpty();
    return LINE.formatted(
            row.name(),
            figure(Summary.of(row.subject()).median()),
            alone ? "-" : figure(Summary.of(row.baseline()).median()),
            row.unit(),
            alone ? "-" : ratio(judged.median()),
            alone
                ? figure(judged.least()) + " - " + figure(judged.most())
                : ratio(judged.least()) + " - " + ratio(judged.most()),
            (row.atMost() ? "<= " : ">= ") + plain(row.target()),
            row.isMet() ? "yes" : "NO")
        + (row.note().isEmpty() ? "" : "   " + row.note());
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, value < 1_000 ? "%,.1f" : "%,.0f", value);
  }

  private static String ratio(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String plain(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%s", value);
  }
}
