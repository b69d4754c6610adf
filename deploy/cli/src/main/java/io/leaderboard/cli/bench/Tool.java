package io.leaderboard.cli.bench;

import io.leaderboard.cli.CommandException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A program that measures, in a process of its own, with the processor time that it took. */
final class Tool {
  /** Runs a command and has the shell say what it took, on the last line. */
  private static final String TIMED = "\"$@\"; status=$?; times; exit $status";

  private static final Pattern TIMES =
      Pattern.compile("(?m)^(\\d+)m([\\d.]+)s (\\d+)m([\\d.]+)s\\s*\\z");

  /**
   * What it printed.
   *
   * @param processorSeconds user and system
   */
  record Output(String text, double processorSeconds) {
    /** The first group of the last match. */
    double number(Pattern pattern) {
      Matcher matcher = pattern.matcher(text);
      String found = "";
      while (matcher.find()) {
        found = matcher.group(1);
      }
      if (found.isEmpty()) {
        throw new CommandException("no figure was found in: " + text.strip());
      }
      return Double.parseDouble(found);
    }
  }

  private Tool() {}

  /**
   * Whether the PATH has it.
   *
   * @throws CommandException naming the Debian packages when one is missing
   */
  static void require(List<String> programs) {
    List<String> missing = programs.stream().filter(program -> !isOnPath(program)).toList();
    if (!missing.isEmpty()) {
      throw new CommandException(
          "%s: not on the PATH; install it (Debian: apt-get install wrk redis-tools)"
              .formatted(String.join(", ", missing)));
    }
  }

  private static boolean isOnPath(String program) {
    return Stream.of(String.valueOf(System.getenv("PATH")).split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  /**
   * Runs it.
   *
   * @param limit after which it is killed
   * @throws CommandException when it fails
   */
  static Output run(List<String> command, Duration limit) throws InterruptedException {
    List<String> timed = new ArrayList<>(List.of("sh", "-c", TIMED, "sh"));
    timed.addAll(command);
    Process process;
    Path file;
    try {
      file = Files.createTempFile("bench", ".out");
      process =
          new ProcessBuilder(timed).redirectErrorStream(true).redirectOutput(file.toFile()).start();
    } catch (IOException e) {
      throw new CommandException("%s could not be started: %s".formatted(command.get(0), e), e);
    }
    try {
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      String text = Files.readString(file, StandardCharsets.UTF_8);
      if (!ended || process.exitValue() != 0) {
        throw new CommandException(
            "%s %s: %s"
                .formatted(
                    command.get(0),
                    ended ? "ended with status " + process.exitValue() : "did not end in time",
                    text.strip()));
      }
      return output(text);
    } catch (IOException e) {
      throw new CommandException("what %s printed is lost: %s".formatted(command.get(0), e), e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      file.toFile().delete();
    }
  }

  /** The line before the last is the shell's own time. */
  private static Output output(String text) {
    Matcher times = TIMES.matcher(text);
    if (!times.find()) {
      return new Output(text, Double.NaN);
    }
    double seconds =
        60 * (Double.parseDouble(times.group(1)) + Double.parseDouble(times.group(3)))
            + Double.parseDouble(times.group(2))
            + Double.parseDouble(times.group(4));
    return new Output(text.substring(0, times.start()), seconds);
  }
}
