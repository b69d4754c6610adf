package io.leaderboard.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One of our services as a process of its own, from the jar that is shipped. */
final class ServiceProcess implements AutoCloseable {
  private final String name;
  private final Path log;
  private final List<String> command;
  private final int managementPort;
  private final Api management;
  private @Nullable Process process;

  /**
   * @param settings configuration keys and values, given on the command line
   */
  ServiceProcess(String name, Path directory, int managementPort, Map<String, Object> settings) {
    this.name = name;
    this.log = directory.resolve(name + ".log");
    this.managementPort = managementPort;
    this.management = new Api("http://127.0.0.1:" + managementPort);
    this.command = new ArrayList<>(List.of(java(), "-Xmx256m"));
    command.addAll(Repository.launch(name));
    command.add("--management.server.port=" + managementPort);
    settings.forEach((key, value) -> command.add("--" + key + "=" + value));
    // Were this JVM killed, the test's own clean-up would not run.
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
  }

  String name() {
    return name;
  }

  int managementPort() {
    return managementPort;
  }

  /** Returns at once. */
  synchronized void start() {
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL, and wait until it is gone. */
  synchronized void kill() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
      try {
        if (!running.waitFor(10, TimeUnit.SECONDS)) {
          throw new AssertionError(name + " does not end even by SIGKILL");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  boolean isReady() {
    return management.get("/actuator/health/readiness").status() == 200;
  }

  @Override
  public void close() {
    kill();
  }

  private static String java() {
    return ProcessHandle.current().info().command().orElse("java");
  }
}
