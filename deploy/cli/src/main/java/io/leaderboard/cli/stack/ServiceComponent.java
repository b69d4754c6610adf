package io.leaderboard.cli.stack;

import io.leaderboard.servers.OwnedProcess;
import io.leaderboard.servers.ServerException;
import io.leaderboard.servers.ServerLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of the four services as a process of its own. */
final class ServiceComponent implements Component {
  /**
   * Seconds on an idle machine; a busy one is only slow, and a service that died is seen at once.
   */
  static final Duration START_TIMEOUT = Duration.ofMinutes(5);

  /**
   * For so long a projector may read what came while it was away; with more it goes on while the
   * others serve.
   */
  private static final Duration CATCH_UP = Duration.ofSeconds(15);

  /**
   * For so long one that says why it is not ready may wait for others, which start beside it; then
   * it is left to it, and people are told.
   */
  private static final Duration WAITING = Duration.ofSeconds(60);

  /** It ended in order, and not by somebody else's signal. */
  private static final int ENDED_BY_TERM = 128 + 15;

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(25);
  private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

  private final String name;
  private final Path directory;
  private final ServiceCommand command;
  private final List<Integer> ports;
  private final ServiceHealth health;
  private final ServerLog log;
  private volatile @Nullable OwnedProcess process;
  private volatile String remark = "";

  /**
   * @param directory where it runs and where its log is
   * @param ports what it listens on, the first is the one that clients use
   * @param managementPort where it says whether it is ready
   */
  ServiceComponent(
      String name,
      Path directory,
      ServiceCommand command,
      List<Integer> ports,
      int managementPort) {
    this.name = name;
    this.directory = directory;
    this.command = command;
    this.ports = List.copyOf(ports);
    this.health = new ServiceHealth(managementPort);
    this.log = new ServerLog(directory.resolve("service.log"));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Integer> ports() {
    return ports;
  }

  @Override
  public void start() {
    OwnedProcess started;
    try {
      Files.createDirectories(directory);
      log.roll();
      started =
          OwnedProcess.start(command.words(), directory, log.file(), ProcessHandle.current().pid());
    } catch (IOException e) {
      throw new ServerException(
          "%s did not start: %s; %s must be a writable directory on a disk that is not full"
              .formatted(name, e, directory),
          e);
    }
    process = started;
    boolean ready = false;
    try {
      awaitReadiness(started);
      ready = true;
    } finally {
      if (!ready) {
        stop();
      }
    }
  }

  @Override
  public String remark() {
    return remark;
  }

  @Override
  public void stop() {
    OwnedProcess running = process;
    if (running == null || !running.isAlive()) {
      return;
    }
    running.terminate();
    if (!ended(running, STOP_TIMEOUT)) {
      running.kill();
      ended(running, KILL_TIMEOUT);
    } else if (running.exitStatus() == ENDED_BY_TERM) {
      command.classes().ended();
    }
  }

  @Override
  public boolean isAlive() {
    OwnedProcess running = process;
    return running != null && running.isAlive();
  }

  @Override
  public long pid() {
    OwnedProcess running = process;
    if (running == null) {
      throw new ServerException(name + " is not running");
    }
    return running.pid();
  }

  @Override
  public Path logFile() {
    return log.file();
  }

  @Override
  public String lastWords() {
    return new ServiceLog(log).tellingLine();
  }

  private void awaitReadiness(OwnedProcess started) {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    long since = System.nanoTime();
    HealthAnswer answer = HealthAnswer.SILENT;
    while (System.nanoTime() < deadline) {
      if (exits(started)) {
        throw new ServerException(
            "%s did not start: it ended with status %d; its log %s says: %s"
                .formatted(
                    name, started.exitStatus(), log.file(), new ServiceLog(log).tellingLine()));
      }
      HealthAnswer before = answer;
      answer = health.readiness();
      if (answer.isReady() && started.isAlive()) {
        remark = "";
        return;
      }
      if (!answer.words().equals(before.words())) {
        since = System.nanoTime();
      }
      Duration patience = answer.isCatchingUp() ? CATCH_UP : WAITING;
      if (!answer.equals(HealthAnswer.SILENT) && System.nanoTime() - since > patience.toNanos()) {
        remark = answer.line();
        return;
      }
    }
    throw new ServerException(
        "%s did not start: it was not ready within %d s (%s); its log %s says: %s"
            .formatted(
                name,
                START_TIMEOUT.toSeconds(),
                answer.line(),
                log.file(),
                new ServiceLog(log).tellingLine()));
  }

  private boolean exits(OwnedProcess started) {
    try {
      return started.awaitExit(POLL_INTERVAL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException(name + " did not start: interrupted", e);
    }
  }

  /** Waits on although the thread is interrupted: an end that was begun is brought to its end. */
  private static boolean ended(OwnedProcess process, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return process.awaitExit(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
