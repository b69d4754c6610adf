package io.leaderboard.cli.bench;

import io.leaderboard.cli.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code wrk} with one of this package's scripts: one thread, and as many connections as said, each
 * with one request under way.
 *
 * @param script a resource beside this class
 * @param directory where the script is copied to
 * @param arguments of the script
 */
record Wrk(String script, Path directory, int connections, List<String> arguments) {
  private static final Pattern REQUESTS = Pattern.compile("Requests/sec:\\s+([\\d.]+)");
  private static final Pattern TOTAL = Pattern.compile("(\\d+) requests in ([\\d.]+)(m?s|m)");
  private static final Pattern REFUSED = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
  private static final Pattern SOCKET_ERRORS =
      Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");
  private static final Pattern P99 = Pattern.compile("(?m)^\\s+99%\\s+([\\d.]+)(us|ms|s)");
  private static final Duration GRACE = Duration.ofSeconds(60);

  /**
   * What it measured.
   *
   * @param perSecond requests that were answered with 2xx
   * @param p99Millis of all answers
   * @param refused share of the answers that were not 2xx or 3xx, plus lost connections
   * @param processor the share of one processor that wrk itself took
   */
  record Measured(double perSecond, double p99Millis, double refused, double processor) {}

  Measured run(int port, Duration duration) throws InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + duration.toSeconds() + "s",
                "--timeout",
                "10s",
                "--latency",
                "-s",
                copied().toString(),
                "http://127.0.0.1:" + port,
                "--"));
    command.addAll(arguments);
    Tool.Output output = Tool.run(command, duration.plus(GRACE));
    double perSecond = output.number(REQUESTS);
    Matcher total = TOTAL.matcher(output.text());
    double requests = total.find() ? Double.parseDouble(total.group(1)) : 0;
    double refused = 0;
    Matcher refusals = REFUSED.matcher(output.text());
    if (refusals.find()) {
      refused += Double.parseDouble(refusals.group(1));
    }
    Matcher errors = SOCKET_ERRORS.matcher(output.text());
    if (errors.find()) {
      for (int i = 1; i <= 4; i++) {
        refused += Double.parseDouble(errors.group(i));
      }
    }
    double share = requests == 0 ? 1 : Math.min(1, refused / requests);
    return new Measured(
        perSecond * (1 - share),
        p99(output.text()),
        share,
        output.processorSeconds() / duration.toSeconds());
  }

  private static double p99(String text) {
    Matcher matcher = P99.matcher(text);
    if (!matcher.find()) {
      return Double.NaN;
    }
    double value = Double.parseDouble(matcher.group(1));
    return switch (matcher.group(2)) {
      case "us" -> value / 1_000;
      case "s" -> value * 1_000;
      default -> value;
    };
  }

  private Path copied() {
    Path copy = directory.resolve(script);
    try (InputStream resource = Wrk.class.getResourceAsStream(script)) {
      if (resource == null) {
        throw new IllegalStateException("no resource " + script);
      }
      Files.copy(resource, copy, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CommandException("%s could not be written: %s".formatted(copy, e), e);
    }
    return copy;
  }
}
