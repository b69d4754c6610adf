package io.leaderboard.servers;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and for whom a server runs.
 *
 * @param directory holds its data, configuration and log; created when missing, kept when the
 *     server ends
 * @param memoryMiB heap of a JVM, {@code maxmemory} of Redis; 0 for the server's default
 * @param ownerPid the server is ended within seconds when this process is gone, however it went
 * @param startTimeout how long {@link LocalServer#start()} waits until the server accepts requests
 * @param keepsClasses whether its JVM keeps an archive of its classes, see {@link #keepingClasses}
 * @param minimumFreeMiB with less space than this on the disk, the server is not started
 */
public record ServerSpec(
    Path directory,
    int memoryMiB,
    long ownerPid,
    Duration startTimeout,
    long minimumFreeMiB,
    boolean keepsClasses) {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
  private static final long MINIMUM_FREE_MIB = 256;

  public ServerSpec {
    if (memoryMiB < 0) {
      throw new IllegalArgumentException("memoryMiB must not be negative, but is " + memoryMiB);
    }
    directory = directory.toAbsolutePath().normalize();
  }

  /** A server with its default memory that belongs to this JVM. */
  public static ServerSpec in(Path directory) {
    return new ServerSpec(
        directory, 0, ProcessHandle.current().pid(), START_TIMEOUT, MINIMUM_FREE_MIB, false);
  }

  public ServerSpec withMemoryMiB(int limit) {
    return new ServerSpec(directory, limit, ownerPid, startTimeout, minimumFreeMiB, keepsClasses);
  }

  public ServerSpec ownedBy(long pid) {
    return new ServerSpec(directory, memoryMiB, pid, startTimeout, minimumFreeMiB, keepsClasses);
  }

  public ServerSpec withStartTimeout(Duration timeout) {
    return new ServerSpec(directory, memoryMiB, ownerPid, timeout, minimumFreeMiB, keepsClasses);
  }

  public ServerSpec withMinimumFreeMiB(long minimum) {
    return new ServerSpec(directory, memoryMiB, ownerPid, startTimeout, minimum, keepsClasses);
  }

  /**
   * One whose JVM leaves an archive of its classes when it ends, some seconds' work, and starts
   * sooner from then on.
   */
  public ServerSpec keepingClasses() {
    return new ServerSpec(directory, memoryMiB, ownerPid, startTimeout, minimumFreeMiB, true);
  }

  int memoryMiBOr(int standard) {
    return memoryMiB == 0 ? standard : memoryMiB;
  }
}
