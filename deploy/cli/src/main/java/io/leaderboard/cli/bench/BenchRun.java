package io.leaderboard.cli.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How it is measured.
 *
 * @param home the checkout
 * @param rounds of baseline and subject in turn, besides one to get warm
 * @param scale of all sizes and times; 1 for figures that mean something
 * @param profile whether services write a recording of Java Flight Recorder
 * @param told for people
 */
record BenchRun(Path home, int rounds, double scale, boolean profile, PrintStream told) {
  /** Measures one side once. */
  @FunctionalInterface
  interface Side {
    double measure() throws IOException, InterruptedException;
  }

  /** What the rounds measured, one value a round. */
  record Rounds(List<Double> subject, List<Double> baseline) {}

  BenchStack stack(String name) {
    told.println(name + ": starting what it needs");
    return new BenchStack(home, name, profile);
  }

  /** A size at this scale, but not less than 1,000. */
  int size(int full) {
    return (int) Math.max(1_000, full * scale);
  }

  /** A time at this scale, but not less than a second. */
  Duration time(int seconds) {
    return Duration.ofSeconds(Math.max(1, Math.round(seconds * Math.sqrt(scale))));
  }

  /** Measures both in turn; the first round warms up and does not count. */
  Rounds alternate(String name, Side baseline, Side subject)
      throws IOException, InterruptedException {
    List<Double> subjects = new ArrayList<>();
    List<Double> baselines = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      double limit = baseline.measure();
      double measured = subject.measure();
      told.println(
          "%s: %s: %,.0f against %,.0f, ratio %.3f"
              .formatted(
                  name,
                  round == 0 ? "warm-up" : "round %d of %d".formatted(round, rounds),
                  measured,
                  limit,
                  measured / limit));
      if (round > 0) {
        baselines.add(limit);
        subjects.add(measured);
      }
    }
    return new Rounds(subjects, baselines);
  }
}
