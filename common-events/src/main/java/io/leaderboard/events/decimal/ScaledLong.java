package io.leaderboard.events.decimal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;

/**
 * Decimals as scaled longs: 12.5 at scale 1 is 125.
 *
 * <p>A scaled long has at most 15 digits, so that a Redis score, a double and a JavaScript number
 * all hold it exactly (2^53 has 16 digits). Nothing here rounds: what cannot be represented is
 * empty or refused.
 */
public final class ScaledLong {
  /** The largest magnitude: 15 digits. */
  public static final long MAX = 999_999_999_999_999L;

  private static final int MAX_DIGITS = 15;

  /** The largest scale: a game has 0 to 6 decimals. */
  public static final int MAX_SCALE = 6;

  private static final long[] POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

  private ScaledLong() {}

  /** Whether {@code value} has at most 15 digits. */
  public static boolean inRange(long value) {
    return value >= -MAX && value <= MAX;
  }

  /**
   * {@code value * 10^scale}, or empty when that has a fraction or more than 15 digits.
   *
   * @param scale 0 to {@value #MAX_SCALE}
   */
  public static OptionalLong of(BigDecimal value, int scale) {
    requireScale(scale);
    // precision - scale is the count of digits before the point: looked at first, because setScale
    // of 1e999999999 would write out a billion zeros.
    long integerDigits = (long) value.precision() - value.scale();
    if (value.signum() != 0 && integerDigits > MAX_DIGITS) {
      return OptionalLong.empty();
    }
    BigDecimal stripped = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    if (stripped.scale() > scale) {
      return OptionalLong.empty();
    }
    BigDecimal scaled = stripped.setScale(scale, RoundingMode.UNNECESSARY);
    if (scaled.precision() > MAX_DIGITS && scaled.signum() != 0) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(scaled.unscaledValue().longValueExact());
  }

  /**
   * What {@link #of} takes, in words that follow the name of a field.
   *
   * @param scale 0 to {@value #MAX_SCALE}
   */
  public static String allowed(int scale) {
    requireScale(scale);
    return scale == 0
        ? "must be a whole number of at most " + MAX_DIGITS + " digits"
        : "must have at most %d digits before the point and %d behind it"
            .formatted(MAX_DIGITS - scale, scale);
  }

  /** The decimal that {@code value} stands for, without trailing zeros: 120 at scale 1 is 12. */
  public static BigDecimal toDecimal(long value, int scale) {
    requireScale(scale);
    BigDecimal decimal = BigDecimal.valueOf(value, scale).stripTrailingZeros();
    return decimal.scale() < 0 ? decimal.setScale(0) : decimal;
  }

  /**
   * The same decimal at another scale, or empty when that has a fraction or more than 15 digits. A
   * game whose decimals change keeps what was written: 125 at scale 1 is 1250 at scale 2, and does
   * not exist at scale 0.
   */
  public static OptionalLong rescale(long value, int fromScale, int toScale) {
    requireScale(fromScale);
    requireScale(toScale);
    if (toScale >= fromScale) {
      long factor = POWERS_OF_TEN[toScale - fromScale];
      long limit = MAX / factor;
      return value < -limit || value > limit
          ? OptionalLong.empty()
          : OptionalLong.of(value * factor);
    }
    long divisor = POWERS_OF_TEN[fromScale - toScale];
    return value % divisor == 0 && inRange(value / divisor)
        ? OptionalLong.of(value / divisor)
        : OptionalLong.empty();
  }

  private static void requireScale(int scale) {
    if (scale < 0 || scale > MAX_SCALE) {
      throw new IllegalArgumentException("scale " + scale + " is not 0 to " + MAX_SCALE);
    }
  }
}
