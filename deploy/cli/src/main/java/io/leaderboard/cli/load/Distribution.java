package io.leaderboard.cli.load;

import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often each user plays.
 *
 * @param zipf the exponent of a Zipf distribution, empty when all play alike
 */
public record Distribution(OptionalDouble zipf) {
  private static final Pattern ZIPF = Pattern.compile("zipf:(\\d(?:\\.\\d{1,3})?)");

  /** All users play alike. */
  public static final Distribution UNIFORM = new Distribution(OptionalDouble.empty());

  /**
   * Reads {@code uniform} or {@code zipf:S}.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static Distribution parse(String text) {
    if (text.equals("uniform")) {
      return UNIFORM;
    }
    Matcher zipf = ZIPF.matcher(text);
    if (!zipf.matches()) {
      throw new IllegalArgumentException(
          "must be uniform or zipf:S with S from 0 to 9.999, such as zipf:1.0, but is " + text);
    }
    return new Distribution(OptionalDouble.of(Double.parseDouble(zipf.group(1))));
  }

  UserDraw over(int users) {
    return zipf.isPresent() ? new ZipfDraw(users, zipf.getAsDouble()) : UserDraw.uniform(users);
  }

  @Override
  public String toString() {
    return zipf.isPresent() ? "zipf:" + zipf.getAsDouble() : "uniform";
  }
}
