package io.leaderboard.servers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A real server as a child process on 127.0.0.1. It keeps its ports and its data over any number of
 * ends and starts.
 *
 * <p>Safe for use by several threads; calls that change something wait for each other. Everything
 * that can go wrong outside the program's hands is a {@link ServerException}.
 */
public abstract class LocalServer {
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
  private static final int ENDED_BY_TERM = 128 + 15;
  private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

  private final String name;
  private final ServerProbe probe;
  private final ServerSpec spec;
  private final List<Integer> ports;
  private final ServerLog log;

  // Set by whoever starts it, which takes long: others may ask for it meanwhile.
  private volatile @Nullable OwnedProcess process;

  /**
   * @param ports what the server listens on; the first is the one that clients use
   */
  LocalServer(String name, ServerProbe probe, ServerSpec spec, List<Integer> ports) {
    this.name = name;
    this.probe = probe;
    this.spec = spec;
    this.ports = List.copyOf(ports);
    this.log = new ServerLog(spec.directory().resolve("server.log"));
  }

  /** Writes configuration, formats storage: whatever a start needs. The directories exist. */
  abstract void prepare() throws IOException, InterruptedException;

  abstract List<String> command();

  /** The limit in force; 0 for none. */
  abstract int memoryMiB();

  /** Kafka, Redis or Cassandra. */
  public final String name() {
    return name;
  }

  public final ServerSpec spec() {
    return spec;
  }

  /** The port that clients connect to. */
  public final int port() {
    return ports.get(0);
  }

  /** What clients connect to. */
  public final InetSocketAddress address() {
    return new InetSocketAddress(Ports.loopback(), port());
  }

  /** What the present run printed; the run before has {@code .1} after its name. */
  public final Path logFile() {
    return log.file();
  }

  /**
   * Starts the server and returns when it serves requests; nothing is left running otherwise. Does
   * nothing if it runs.
   */
  public final synchronized void start() {
    if (isAlive()) {
      return;
    }
    checkOwner();
    checkPorts();
    OwnedProcess started;
    try {
      Files.createDirectories(dataDirectory());
      Files.createDirectories(configurationDirectory());
      checkSpace();
      log.roll();
      prepare();
      started = OwnedProcess.start(command(), spec.directory(), log.file(), spec.ownerPid());
    } catch (IOException e) {
      throw new ServerException(
          "%s did not start: %s; %s must be a writable directory on a disk that is not full"
              .formatted(name, e, spec.directory()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException(name + " did not start: interrupted", e);
    }
    process = started;
    boolean serves = false;
    try {
      awaitReadiness(started);
      serves = true;
    } finally {
      if (!serves) {
        kill();
      }
    }
  }

  /**
   * Ends the server in order, by force if it takes more than 30 s. Does nothing if it does not run.
   */
  public final synchronized void stop() {
    OwnedProcess running = process;
    if (running == null || !running.isAlive()) {
      return;
    }
    running.terminate();
    // It may be paused, and then takes the first signal only now; it may as well have ended
    // already.
    running.resume();
    if (!ended(running, STOP_TIMEOUT)) {
      kill();
    } else if (running.exitStatus() == ENDED_BY_TERM) {
      sharedClasses().ifPresent(SharedClasses::ended);
    }
  }

  /** Of the server's JVM; empty where it has none, or none are kept. */
  Optional<SharedClasses> sharedClasses() {
    return Optional.empty();
  }

  /** For servers that run in a JVM. */
  final Optional<SharedClasses> sharedClasses(JavaRuntime java, ServerUnit unit) {
    return spec.keepsClasses()
        ? Optional.of(
            SharedClasses.in(
                spec.directory(),
                Integer.toString(java.version()),
                java.executable() + java.release() + unit.classPath()))
        : Optional.empty();
  }

  /** Ends the server with SIGKILL: nothing is flushed, the data directory stays as it is. */
  public final synchronized void kill() {
    OwnedProcess running = process;
    if (running != null && running.isAlive()) {
      running.kill();
      if (!ended(running, KILL_TIMEOUT)) {
        throw new ServerException(
            "%s, process %d, does not end even by SIGKILL".formatted(name, running.pid()));
      }
    }
  }

  /** Ends the server in order if it runs, and starts it on the same ports with the same data. */
  public final synchronized void restart() {
    stop();
    start();
  }

  /** Stops the server's processor time (SIGSTOP): connections stay open and nothing answers. */
  public final synchronized void pause() {
    requireSignalled(running().pause());
  }

  public final synchronized void resume() {
    requireSignalled(running().resume());
  }

  /** Deletes all data; ends the server first, by force, if it runs. */
  public final synchronized void wipe() {
    kill();
    try {
      FileTree.delete(dataDirectory());
    } catch (IOException e) {
      throw new ServerException(
          "%s's data in %s could not be deleted: %s".formatted(name, dataDirectory(), e), e);
    }
  }

  /** Returns at once, also while it is being started. */
  public final boolean isAlive() {
    OwnedProcess running = process;
    return running != null && running.isAlive();
  }

  /** Whether the server answers a request now; waits at most a second or two. */
  public final boolean isServing() {
    return probe.serves(address());
  }

  /** Of the server itself. Only while it runs. */
  public final long pid() {
    return running().pid();
  }

  final Path dataDirectory() {
    return spec.directory().resolve("data");
  }

  final Path configurationDirectory() {
    return spec.directory().resolve("conf");
  }

  private OwnedProcess running() {
    OwnedProcess running = process;
    if (running == null || !running.isAlive()) {
      throw notRunning();
    }
    return running;
  }

  private void requireSignalled(boolean signalled) {
    if (!signalled) {
      throw notRunning();
    }
  }

  private ServerException notRunning() {
    return new ServerException(name + " is not running; start it first");
  }

  private void checkOwner() {
    if (ProcessHandle.of(spec.ownerPid()).isEmpty()) {
      throw new ServerException(
          "%s did not start: its owner, process %d, is gone; start it for one that runs"
              .formatted(name, spec.ownerPid()));
    }
  }

  private void checkPorts() {
    for (int port : ports) {
      if (!Ports.isFree(port)) {
        throw portTaken(port);
      }
    }
  }

  private ServerException portTaken(int port) {
    return new ServerException(
        "%s did not start: port %d on 127.0.0.1 is taken; stop what listens there (\"lsof -i :%d\" names it) or choose another port"
            .formatted(name, port, port));
  }

  private void checkSpace() throws IOException {
    long freeMiB = Files.getFileStore(spec.directory()).getUsableSpace() >> 20;
    if (freeMiB < spec.minimumFreeMiB()) {
      throw diskFull("%d MiB are free, it needs %d".formatted(freeMiB, spec.minimumFreeMiB()));
    }
  }

  private ServerException diskFull(String detail) {
    return new ServerException(
        "%s did not start: the disk of %s is full (%s); make room there"
            .formatted(name, spec.directory(), detail));
  }

  private void awaitReadiness(OwnedProcess started) {
    long deadline = System.nanoTime() + spec.startTimeout().toNanos();
    while (System.nanoTime() < deadline) {
      if (ended(started, POLL_INTERVAL)) {
        throw failedStart("it ended with status " + started.exitStatus());
      }
      // Alive after the answer as well: else the answer may have come from a process that took the
      // port meanwhile.
      if (isServing() && started.isAlive()) {
        return;
      }
    }
    throw new ServerException(
        "%s did not start: it did not answer within %d s; its log %s says: %s"
            .formatted(name, spec.startTimeout().toSeconds(), log.file(), log.tellingLine()));
  }

  /** Finds out from the log why a process of this server ended before its time. */
  final ServerException failedStart(String what) {
    if (log.mentions("No space left on device")) {
      return diskFull("its log is " + log.file());
    }
    if (log.mentions("java.lang.OutOfMemoryError")) {
      return new ServerException(
          "%s did not start: its memory limit, %d MiB, is too low; raise it"
              .formatted(name, memoryMiB()));
    }
    for (int port : ports) {
      if (!Ports.isFree(port)) {
        return portTaken(port);
      }
    }
    return new ServerException(
        "%s did not start: %s; its log %s says: %s"
            .formatted(name, what, log.file(), log.tellingLine()));
  }

  private static boolean ended(OwnedProcess process, Duration limit) {
    try {
      return process.awaitExit(limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted while waiting for process " + process.pid(), e);
    }
  }
}
