package io.leaderboard.cli.bench;

import io.leaderboard.cli.CommandException;
import io.leaderboard.servers.OwnedProcess;
import io.leaderboard.servers.Ports;
import io.leaderboard.servers.ServerLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A class of this command as a process of its own. It ends with this process at the latest. */
final class ChildJvm implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(50);

  private final OwnedProcess process;
  private final int port;

  private ChildJvm(OwnedProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /** What it listens on. */
  int port() {
    return port;
  }

  /** How such a process is begun, with the heap of a service. */
  static List<String> command(Class<?> main, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx320m",
                "-XX:MaxDirectMemorySize=96m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(arguments);
    return command;
  }

  /**
   * A bare server that answers every request like this.
   *
   * @param head status line and headers
   */
  static ChildJvm bareServer(String head, byte[] body, Path directory) throws InterruptedException {
    int port = Ports.free();
    try {
      Path headFile = Files.writeString(directory.resolve("answer.head"), head);
      Path bodyFile = Files.write(directory.resolve("answer.body"), body);
      Path log = directory.resolve("bare.log");
      OwnedProcess process =
          OwnedProcess.start(
              command(
                  BareServer.class,
                  List.of(Integer.toString(port), headFile.toString(), bodyFile.toString())),
              directory,
              log,
              ProcessHandle.current().pid());
      long until = System.nanoTime() + START_LIMIT.toNanos();
      while (Ports.isFree(port)) {
        if (process.awaitExit(POLL) || System.nanoTime() > until) {
          process.kill();
          throw new CommandException(
              "the bare server did not start: " + new ServerLog(log).tellingLine());
        }
      }
      return new ChildJvm(process, port);
    } catch (IOException e) {
      throw new CommandException("the bare server could not be started: " + e, e);
    }
  }

  @Override
  public void close() {
    process.kill();
    try {
      process.awaitExit(STOP_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
