package io.leaderboard.servers.testing;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The process whose end is the end of the build, and so of the servers that its test JVMs share:
 * Maven, else this JVM.
 *
 * @param startMillis since the epoch; tells it from another process that gets the same id later
 */
record Build(long pid, long startMillis) {
  private static final String MAVEN = "org.codehaus.plexus.classworlds.launcher.Launcher";

  static Build current() {
    ProcessHandle self = ProcessHandle.current();
    Optional<ProcessHandle> ancestor = self.parent();
    while (ancestor.isPresent()) {
      ProcessHandle process = ancestor.get();
      if (process.info().commandLine().orElse("").contains(MAVEN)) {
        return of(process);
      }
      ancestor = process.parent();
    }
    return of(self);
  }

  private static Build of(ProcessHandle process) {
    return new Build(process.pid(), startMillis(process));
  }

  /** Its directory below the one of all builds. */
  Path directory(Path all) {
    return all.resolve(pid + "-" + startMillis);
  }

  /**
   * Whether the build, whose directory has that name, still runs; a name that is none of ours
   * counts as running.
   */
  static boolean isRunning(String directoryName) {
    String[] parts = directoryName.split("-", -1);
    if (parts.length != 2 || !parts[0].matches("\\d{1,18}") || !parts[1].matches("\\d{1,18}")) {
      return true;
    }
    return ProcessHandle.of(Long.parseLong(parts[0]))
        .filter(process -> startMillis(process) == Long.parseLong(parts[1]))
        .isPresent();
  }

  private static long startMillis(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }
}
