package io.leaderboard.cli.stack;

import io.leaderboard.cli.Leaderboard;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Starts the supervisor so that no signal of the terminal reaches it or what it starts. */
final class SupervisorProcess {
  /** Redis listens to Ctrl-C whatever it inherits, so it needs another session. */
  private static final List<Path> SETSID =
      List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

  private static final String IGNORE_THE_TERMINAL = "trap '' INT HUP; exec \"$@\"";

  private SupervisorProcess() {}

  static Process start(StackDirectory directory, boolean owned, boolean fresh) throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", IGNORE_THE_TERMINAL, "sh"));
    // It becomes the command, without a fork: the pid is the supervisor's, as this is no group's
    // leader.
    SETSID.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .ifPresent(command::add);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    passOn("leaderboard.home", command);
    passOn("leaderboard.redis.server", command);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Leaderboard.class.getName()));
    command.addAll(List.of("supervise", "--port-offset", Integer.toString(directory.offset())));
    if (owned) {
      command.addAll(List.of("--owner", Long.toString(ProcessHandle.current().pid())));
    }
    if (fresh) {
      command.add("--fresh");
    }
    return new ProcessBuilder(command)
        .redirectInput(new File("/dev/null"))
        .redirectErrorStream(true)
        .redirectOutput(directory.supervisorLog().toFile())
        .start();
  }

  private static void passOn(String property, List<String> command) {
    Stream.ofNullable(System.getProperty(property))
        .forEach(value -> command.add("-D" + property + "=" + value));
  }
}
