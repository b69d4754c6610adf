package io.leaderboard.cli.bench;

import java.util.Arrays;
import java.util.List;

/**
 * Some measured values.
 *
 * @param median the middle one, or the mean of the two in the middle
 */
record Summary(double median, double least, double most) {
  /**
   * Of at least one value.
   *
   * @throws IllegalArgumentException when there is none
   */
  static Summary of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Summary(median, sorted[0], sorted[sorted.length - 1]);
  }
}
