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
 * @param users of the large boards; 0 for a million at this scale
 * @param layout of what is measured
 * @param appendOnly whether Redis keeps its append-only file
 * @param profile whether services write a recording of Java Flight Recorder
 * @param told for people
 */
record BenchRun(
    Path home,
    int rounds,
    double scale,
    int users,
    Layout layout,
    boolean appendOnly,
    boolean profile,
    PrintStream told) {
  private static final int LARGE = 1_000_000;

  /** Most measurements that warm up. */
  private static final int WARM_UPS = 8;

  /** Measures one side once. */
  @FunctionalInterface
  interface Side {
    double measure() throws IOException, InterruptedException;
  }

  /**
   * Over how many parts the work is spread.
   *
   * @param partitions of the log
   * @param boards of all time of the game of {@code project-best}
   * @param projectors processes of the redis-projector, where its speed is measured
   * @param masters of the Redis Cluster that it fills; 1 for a Redis that is none
   */
  record Layout(int partitions, int boards, int projectors, int masters) {}

  /** What happens in a round, be it for warming up or measured. */
  @FunctionalInterface
  interface Play {
    /**
     * Plays it.
     *
     * @param number from 0
     * @param name of the round, for people
     * @param counts false while it warms up
     */
    void play(int number, String name, boolean counts) throws IOException, InterruptedException;
  }

  /** What the rounds measured, one value a round. */
  record Rounds(List<Double> subject, List<Double> baseline) {}

  BenchStack stack(String name) {
    told.println(name + ": starting what it needs");
    return new BenchStack(this, name);
  }

  /** How many users a large board has. */
  int boardUsers() {
    return users == 0 ? size(LARGE) : users;
  }

  /** A size at this scale, but not less than 1,000. */
  int size(int full) {
    return (int) Math.max(1_000, full * scale);
  }

  /** A time at this scale, but not less than a second. */
  Duration time(int seconds) {
    return Duration.ofSeconds(Math.max(1, Math.round(seconds * Math.sqrt(scale))));
  }

  /** Plays all rounds, behind some that warm up. */
  void repeat(int warmUps, Play play) throws IOException, InterruptedException {
    for (int number = 0; number < warmUps + rounds; number++) {
      int round = number - warmUps + 1;
      String name = round < 1 ? "warm-up" : "round %d of %d".formatted(round, rounds);
      play.play(number, name, round >= 1);
    }
  }

  /** Measures both in turn, once both are warm. */
  Rounds alternate(String name, Side baseline, Side subject)
      throws IOException, InterruptedException {
    baseline.measure();
    warmUp(name, subject);
    List<Double> subjects = new ArrayList<>();
    List<Double> baselines = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      double limit = baseline.measure();
      double measured = subject.measure();
      told.println(
          "%s: round %d of %d: %,.0f against %,.0f, ratio %.3f"
              .formatted(name, round, rounds, measured, limit, measured / limit));
      baselines.add(limit);
      subjects.add(measured);
    }
    return new Rounds(subjects, baselines);
  }

  /** Until it no longer becomes faster by a tenth: what is hot is compiled by then. */
  private void warmUp(String name, Side subject) throws IOException, InterruptedException {
    double before = 0;
    for (int i = 0; i < WARM_UPS; i++) {
      double measured = subject.measure();
      told.println("%s: warm-up: %,.0f".formatted(name, measured));
      if (measured < before * 1.1) {
        return;
      }
      before = measured;
    }
  }
}
