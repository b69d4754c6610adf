package io.leaderboard.cli;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Arguments that were lost on their way: in a locale of ASCII alone ({@code LC_ALL=C}) the JVM
 * makes question marks of all other characters. The launcher sees to another locale where there is
 * one.
 */
final class UnreadArguments {
  static final String REMEDY =
      "The arguments have characters that this locale does not have (%s); run this with a UTF-8 locale, for example LC_ALL=C.UTF-8"
          .formatted(System.getProperty("sun.jnu.encoding", ""));

  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  private UnreadArguments() {}

  /** Whether some were; false where the system does not tell. */
  static boolean areThere() {
    if (!isAscii(System.getProperty("sun.jnu.encoding", "UTF-8"))) {
      return false;
    }
    try {
      for (byte each : Files.readAllBytes(COMMAND_LINE)) {
        if (each < 0) {
          return true;
        }
      }
    } catch (IOException noSuchSystem) {
      return false;
    }
    return false;
  }

  private static boolean isAscii(String encoding) {
    return Charset.isSupported(encoding)
        && Charset.forName(encoding).equals(StandardCharsets.US_ASCII);
  }
}
