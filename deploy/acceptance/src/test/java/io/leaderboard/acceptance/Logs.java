package io.leaderboard.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the services logged, for whoever reads a failed test. */
final class Logs {
  private static final int LINES = 60;

  private Logs() {}

  /** Prints the end of each log. */
  static void print(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        System.err.println("---- the end of " + file.getFileName());
        lines.subList(Math.max(0, lines.size() - LINES), lines.size()).forEach(System.err::println);
      }
    }
  }
}
