package io.leaderboard.events.decimal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.events.reference.Seed;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaledLongTest {
  private static final int CASES = 50_000;
  private static final BigDecimal LARGEST = new BigDecimal("999999999999999");

  @ParameterizedTest
  @CsvSource({
    "12.5, 1, 125",
    "12.50, 1, 125",
    "-12.5, 1, -125",
    "12, 0, 12",
    "12, 6, 12000000",
    "1E+3, 0, 1000",
    "1000e-3, 0, 1",
    "0, 6, 0",
    "-0.0, 1, 0",
    "0e999999999, 0, 0",
    "0e-999999999, 0, 0",
    "0.000001, 6, 1",
    "999999999999999, 0, 999999999999999",
    "-999999999999999, 0, -999999999999999",
    "999999999.999999, 6, 999999999999999",
    "999999999999999.0000000000, 0, 999999999999999",
    "1e14, 0, 100000000000000"
  })
  void holdsExactlyWhatCanBeRepresented(BigDecimal value, int scale, long scaled) {
    assertThat(ScaledLong.of(value, scale)).hasValue(scaled);
  }

  @ParameterizedTest
  @CsvSource({
    "12.5, 0",
    "12.55, 1",
    "1E-7, 6",
    "1e400, 0",
    "-1e400, 6",
    "1e999999999, 0",
    "1e-999999999, 6",
    "9007199254740992, 0",
    "1000000000000000, 0",
    "1e15, 0",
    "99999999999999.99, 2",
    "1e14, 2",
    "1234567890.123456, 6"
  })
  void refusesWhatCannotBeRepresentedInsteadOfRounding(BigDecimal value, int scale) {
    assertThat(ScaledLong.of(value, scale)).isEmpty();
  }

  @Test
  void looksAtTheSizeOfANumberBeforeItWritesOutItsZeros() {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertThat(ScaledLong.of(new BigDecimal("1e2147483647"), 0)).isEmpty();
          assertThat(ScaledLong.of(new BigDecimal("1e-2147483647"), 6)).isEmpty();
        });
  }

  @Test
  void adds01And02To03() {
    long sum =
        ScaledLong.of(new BigDecimal("0.1"), 1).orElseThrow()
            + ScaledLong.of(new BigDecimal("0.2"), 1).orElseThrow();
    assertThat(ScaledLong.toDecimal(sum, 1)).isEqualTo(new BigDecimal("0.3"));
  }

  @ParameterizedTest
  @CsvSource({
    "120, 1, 12",
    "125, 1, 12.5",
    "-5, 2, -0.05",
    "0, 6, 0",
    "100, 0, 100",
    "1, 6, 0.000001",
    "999999999999999, 6, 999999999.999999"
  })
  void writesADecimalWithoutTrailingZerosAndWithoutAnExponent(
      long value, int scale, String written) {
    assertThat(ScaledLong.toDecimal(value, scale).toString()).isEqualTo(written);
  }

  @Test
  void givesBackEveryNumberItHolds() {
    Seed seed = Seed.fresh();
    Random random = seed.random();
    for (int i = 0; i < CASES; i++) {
      long value = number(random);
      int scale = random.nextInt(7);
      BigDecimal decimal = ScaledLong.toDecimal(value, scale);
      assertThat(decimal.movePointRight(scale))
          .as("%s at %s, %s", value, scale, seed)
          .isEqualByComparingTo(BigDecimal.valueOf(value));
      assertThat(ScaledLong.of(decimal, scale))
          .as("%s at %s, %s", decimal, scale, seed)
          .hasValue(value);
    }
  }

  @Test
  void representsADecimalExactlyWhenItHasFewEnoughDigits() {
    Seed seed = Seed.fresh();
    Random random = seed.random();
    for (int i = 0; i < CASES; i++) {
      BigDecimal decimal =
          BigDecimal.valueOf(number(random) * (1 + random.nextInt(3)), random.nextInt(20) - 6);
      int scale = random.nextInt(7);
      BigDecimal expected = decimal.movePointRight(scale);
      boolean exists =
          expected.remainder(BigDecimal.ONE).signum() == 0
              && expected.abs().compareTo(LARGEST) <= 0;
      assertThat(ScaledLong.of(decimal, scale))
          .as("%s at %s, %s", decimal, scale, seed)
          .isEqualTo(exists ? OptionalLong.of(expected.longValueExact()) : OptionalLong.empty());
    }
  }

  @Test
  void rescalesToTheSameDecimalOrToNothing() {
    Seed seed = Seed.fresh();
    Random random = seed.random();
    for (int i = 0; i < CASES; i++) {
      long value = number(random);
      int from = random.nextInt(7);
      int to = random.nextInt(7);
      assertThat(ScaledLong.rescale(value, from, to))
          .as("%s from %s to %s, %s", value, from, to, seed)
          .isEqualTo(ScaledLong.of(BigDecimal.valueOf(value, from), to));
    }
  }

  @ParameterizedTest
  @CsvSource({"-1", "7"})
  void refusesAScaleThatNoGameHas(int scale) {
    assertThatThrownBy(() -> ScaledLong.of(BigDecimal.ONE, scale))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ScaledLong.toDecimal(1, scale))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ScaledLong.rescale(1, scale, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hasARangeThatADoubleHoldsExactly() {
    assertThat((long) (double) ScaledLong.MAX).isEqualTo(ScaledLong.MAX);
    assertThat(ScaledLong.inRange(ScaledLong.MAX)).isTrue();
    assertThat(ScaledLong.inRange(-ScaledLong.MAX)).isTrue();
    assertThat(ScaledLong.inRange(ScaledLong.MAX + 1)).isFalse();
    assertThat(ScaledLong.inRange(-ScaledLong.MAX - 1)).isFalse();
    assertThat(ScaledLong.inRange(Long.MIN_VALUE)).isFalse();
  }

  /** Numbers of 1 to 15 digits, often with zeros at the end, and those at the ends. */
  private static long number(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> random.nextBoolean() ? ScaledLong.MAX : -ScaledLong.MAX;
      case 1 -> random.nextLong(-1_000, 1_000);
      case 2 -> random.nextLong(-1_000, 1_000) * 1_000_000;
      case 3 -> ScaledLong.MAX / (long) Math.pow(10, 1 + random.nextInt(6)) + random.nextInt(2);
      default -> random.nextLong(-ScaledLong.MAX, ScaledLong.MAX + 1);
    };
  }

  @Test
  void whatIsAllowedIsSaidAsDigitsBeforeAndBehindThePoint() {
    assertThat(ScaledLong.allowed(0)).isEqualTo("must be a whole number of at most 15 digits");
    assertThat(ScaledLong.allowed(2))
        .isEqualTo("must have at most 13 digits before the point and 2 behind it");
    // 14 digits in all, but 14 before the point.
    assertThat(ScaledLong.of(new BigDecimal("15584657100001"), 2)).isEmpty();
  }
}
