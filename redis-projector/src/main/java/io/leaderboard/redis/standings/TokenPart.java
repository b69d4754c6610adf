package io.leaderboard.redis.standings;

import java.math.BigInteger;

/**
 * One of the parts that a scan of the table is made of: the rows whose partition keys' tokens lie
 * in a range. Small enough to be done again after a crash, large enough to be few.
 *
 * @param after exclusive, but for the first part, which begins with the smallest token
 * @param through inclusive
 */
record TokenPart(long after, long through) {
  /** How many there are. */
  static final int COUNT = 256;

  private static final BigInteger WIDTH =
      BigInteger.ONE.shiftLeft(64).divide(BigInteger.valueOf(COUNT));

  /** The part of a number, 0 to {@link #COUNT} - 1. */
  static TokenPart of(int number) {
    // No partition key has the smallest token, so that "after" may be exclusive in the first too.
    return new TokenPart(bound(number), number == COUNT - 1 ? Long.MAX_VALUE : bound(number + 1));
  }

  private static long bound(int number) {
    return BigInteger.valueOf(Long.MIN_VALUE)
        .add(WIDTH.multiply(BigInteger.valueOf(number)))
        .longValueExact();
  }
}
