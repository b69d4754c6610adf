package io.leaderboard.cli.load;

import java.util.Arrays;

/**
 * User k (from 1) plays in proportion to 1/k^s. Walker's alias method as Vose builds it: two looks
 * at arrays a draw, however many users there are; 12 bytes a user.
 */
final class ZipfDraw implements UserDraw {
  private static final double TWO_TO_32 = 4_294_967_296.0;

  private final double[] own;
  private final int[] alias;

  ZipfDraw(int users, double exponent) {
    double[] weight = new double[users];
    for (int i = 0; i < users; i++) {
      weight[i] = Math.pow(i + 1, -exponent);
    }
    double sum = Arrays.stream(weight).sum();
    int[] small = new int[users];
    int[] large = new int[users];
    int smalls = 0;
    int larges = 0;
    for (int i = 0; i < users; i++) {
      weight[i] *= users / sum;
      if (weight[i] < 1) {
        small[smalls++] = i;
      } else {
        large[larges++] = i;
      }
    }
    alias = new int[users];
    own = weight;
    while (smalls > 0 && larges > 0) {
      int poor = small[--smalls];
      int rich = large[larges - 1];
      alias[poor] = rich;
      own[rich] -= 1 - own[poor];
      if (own[rich] < 1) {
        larges--;
        small[smalls++] = rich;
      }
    }
    // What is left is 1 but for rounding.
    while (larges > 0) {
      own[large[--larges]] = 1;
    }
    while (smalls > 0) {
      own[small[--smalls]] = 1;
    }
  }

  @Override
  public int user(long random) {
    int column = (int) (((random >>> 32) * own.length) >>> 32);
    return (random & 0xFFFF_FFFFL) / TWO_TO_32 < own[column] ? column : alias[column];
  }
}
