package io.leaderboard.cli.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process, told from a later one that got the same pid by when it started.
 *
 * @param started as the system says it; where it does not, the beginning of time
 */
record ProcessId(long pid, Instant started) {
  /** The system derives the time from its clock, which may be corrected in between. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  static ProcessId of(ProcessHandle process) {
    return new ProcessId(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
  }

  static ProcessId of(long pid) {
    return ProcessHandle.of(pid)
        .map(ProcessId::of)
        .orElseGet(() -> new ProcessId(pid, Instant.EPOCH));
  }

  /** The process itself, empty when it is gone, also when another one has its pid. */
  Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> !isZombie(pid))
        .filter(
            process ->
                Duration.between(started, of(process).started()).abs().compareTo(TOLERANCE) <= 0);
  }

  /**
   * One that has ended and whose parent has not collected it yet; known only where there is /proc.
   */
  private static boolean isZombie(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // The name before it is in parentheses and may hold anything.
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException noSuchSystem) {
      return false;
    }
  }
}
