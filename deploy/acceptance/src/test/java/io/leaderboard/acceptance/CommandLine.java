package io.leaderboard.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What {@code deploy/leaderboard} did.
 *
 * @param status the exit status
 * @param output all that it printed
 */
record CommandLine(int status, String output) {
  private static final long PATIENCE_SECONDS = 300;

  /**
   * Runs it from the jar that is shipped.
   *
   * @param output the file that gets what it prints
   */
  static CommandLine run(Path output, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-Dleaderboard.home=" + Repository.root()));
    command.addAll(Repository.launch("deploy/cli", "leaderboard-cli"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("does not end: " + command + ": " + Files.readString(output));
      }
      return new CommandLine(process.exitValue(), Files.readString(output));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
