package io.leaderboard.cli.stack;

import io.leaderboard.servers.OwnedProcess;
import io.leaderboard.servers.ServerException;
import io.leaderboard.servers.ServerLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A real process that runs a line of shell; ready as soon as it has written the file {@code ready}.
 */
final class ShellComponent implements Component {
  private final String name;
  private final Path directory;
  private final int port;
  private final String script;
  private final List<String> ended;
  private volatile @Nullable OwnedProcess process;

  /**
   * @param ended gets the names of components in the order in which they were stopped
   */
  ShellComponent(String name, Path directory, int port, String script, List<String> ended) {
    this.name = name;
    this.directory = directory.resolve(name);
    this.port = port;
    this.script = script;
    this.ended = ended;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Integer> ports() {
    return List.of(port);
  }

  @Override
  public void start() {
    try {
      Files.createDirectories(directory);
      OwnedProcess started =
          OwnedProcess.start(
              List.of("sh", "-c", script), directory, logFile(), ProcessHandle.current().pid());
      process = started;
      while (!Files.exists(directory.resolve("ready"))) {
        if (started.awaitExit(Duration.ofMillis(20))) {
          throw new ServerException(name + " did not start: " + lastWords());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      stop();
      throw new ServerException("interrupted", e);
    }
  }

  @Override
  public void stop() {
    OwnedProcess running = process;
    if (running != null && running.isAlive()) {
      running.kill();
      try {
        running.awaitExit(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      ended.add(name);
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
    return running == null ? 0 : running.pid();
  }

  @Override
  public Path logFile() {
    return directory.resolve("log");
  }

  @Override
  public String lastWords() {
    return new ServerLog(logFile()).tellingLine();
  }
}
