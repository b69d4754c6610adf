package io.leaderboard.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A line of the table.
 *
 * @param unit of both sides, such as {@code requests/s}
 * @param subject what each round measured
 * @param baseline what the same round measured of the limit; empty where there is none, and the
 *     subject itself is compared with the target
 * @param target of the ratio subject/baseline, or of the subject
 * @param atMost whether the target is an upper bound
 * @param note what else was seen
 */
record BenchRow(
    String name,
    String unit,
    List<Double> subject,
    List<Double> baseline,
    double target,
    boolean atMost,
    String note) {
  BenchRow {
    subject = List.copyOf(subject);
    baseline = List.copyOf(baseline);
    if (!baseline.isEmpty() && baseline.size() != subject.size()) {
      throw new IllegalArgumentException("each round has both sides");
    }
  }

  /** One with a target that is to be reached. */
  static BenchRow atLeast(
      String name,
      String unit,
      List<Double> subject,
      List<Double> baseline,
      double target,
      String note) {
    return new BenchRow(name, unit, subject, baseline, target, false, note);
  }

  /** One with a target that is not to be exceeded. */
  static BenchRow atMost(
      String name,
      String unit,
      List<Double> subject,
      List<Double> baseline,
      double target,
      String note) {
    return new BenchRow(name, unit, subject, baseline, target, true, note);
  }

  /** The ratio of each round: both sides of one had the same machine. */
  List<Double> ratios() {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < baseline.size(); i++) {
      ratios.add(subject.get(i) / baseline.get(i));
    }
    return ratios;
  }

  /** What is compared with the target. */
  Summary judged() {
    return Summary.of(baseline.isEmpty() ? subject : ratios());
  }

  boolean isMet() {
    double median = judged().median();
    return atMost ? median <= target : median >= target;
  }

  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", name);
    document.put("unit", unit);
    document.put("subject", subject);
    document.put("baseline", baseline);
    document.put("ratios", ratios());
    document.put("median", judged().median());
    document.put("least", judged().least());
    document.put("most", judged().most());
    document.put(atMost ? "atMost" : "atLeast", target);
    document.put("met", isMet());
    document.put("note", note);
    return document;
  }
}
