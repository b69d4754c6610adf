package io.leaderboard.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command in a process of its own, as people run it. */
public final class CommandProcess {
  private CommandProcess() {}

  /**
   * Starts it.
   *
   * @param output gets all that it prints
   */
  public static Process start(Path output, List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Leaderboard.class.getName()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    // A JVM that is given options by this variable says so in its output.
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return builder.start();
  }
}
