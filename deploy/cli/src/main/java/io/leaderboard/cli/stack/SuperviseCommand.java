package io.leaderboard.cli.stack;

import io.leaderboard.cli.imports.ForgottenImports;
import io.leaderboard.cli.ports.StackPorts;
import io.leaderboard.servers.FileTree;
import io.leaderboard.servers.ProjectHome;
import io.leaderboard.servers.ServerException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What {@code up} starts in the background. */
@Command(name = "supervise", hidden = true)
public final class SuperviseCommand implements Callable<Integer> {
  /** That another supervisor has the stack. */
  static final int ALREADY_UP = 3;

  @Option(names = "--port-offset", required = true)
  private int offset;

  @Option(names = "--owner")
  private @Nullable Long owner;

  @Option(names = "--fresh")
  private boolean fresh;

  @Override
  public Integer call() throws IOException, InterruptedException {
    StackDirectory directory = new StackDirectory(ProjectHome.find(), offset);
    StackPorts ports = new StackPorts(offset);
    Optional<ProcessId> ownerId = Optional.ofNullable(owner).map(ProcessId::of);
    try (FileChannel channel =
            FileChannel.open(
                directory.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock = channel.tryLock()) {
      if (lock == null) {
        return ALREADY_UP;
      }
      Supervisor supervisor;
      try {
        if (fresh) {
          wipe(directory, ports);
        }
        LocalStack stack = new LocalStack(directory, ports);
        supervisor =
            new Supervisor(
                directory, stack.servers(), stack.projectors(), stack.apis(), ownerId, System.out);
      } catch (ServerException e) {
        directory
            .state()
            .write(
                new StackState(
                    StackState.Phase.FAILED,
                    String.valueOf(e.getMessage()),
                    ProcessId.of(ProcessHandle.current()),
                    List.of()));
        return CommandLine.ExitCode.SOFTWARE;
      }
      return supervise(supervisor);
    }
  }

  /**
   * A signal asks for the end, and the JVM lives until everything is ended. The hook waits for a
   * latch and not for the main thread, which by then hangs in exit.
   */
  private static int supervise(Supervisor supervisor) throws IOException, InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  supervisor.requestStop();
                  try {
                    ended.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
    try {
      return supervisor.run() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    } finally {
      ended.countDown();
    }
  }

  /** All data of this stack, and what was noted about imports into it. */
  private static void wipe(StackDirectory directory, StackPorts ports) throws IOException {
    try (Stream<Path> entries = Files.list(directory.root())) {
      for (Path entry : entries.filter(Files::isDirectory).toList()) {
        FileTree.delete(entry);
      }
    }
    ForgottenImports.of(directory.journals(), ports.ingest());
  }
}
