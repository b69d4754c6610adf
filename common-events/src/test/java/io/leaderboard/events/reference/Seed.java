package io.leaderboard.events.reference;

import java.util.Random;

/**
 * Where the random numbers of a test come from. A test puts it into the message of every assertion,
 * so that whoever sees it fail can run it again.
 */
public record Seed(long value) {
  /** The system property that repeats a run. */
  public static final String PROPERTY = "leaderboard.seed";

  /** A new seed, or the one that the system property {@value #PROPERTY} asks for. */
  public static Seed fresh() {
    Long asked = Long.getLong(PROPERTY);
    return new Seed(asked != null ? asked : new Random().nextLong());
  }

  /** A generator that gives the same numbers for the same seed. */
  public Random random() {
    return new Random(value);
  }

  /** A further seed, the same for the same {@code number}: for cases that shrink to one number. */
  public Seed derive(long number) {
    return new Seed(value * 0x9E3779B97F4A7C15L + number);
  }

  /** How to run it again. */
  @Override
  public String toString() {
    return "seed " + value + " (repeat with -D" + PROPERTY + "=" + value + ")";
  }
}
