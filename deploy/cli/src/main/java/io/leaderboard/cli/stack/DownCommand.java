package io.leaderboard.cli.stack;

import io.leaderboard.cli.CommandException;
import io.leaderboard.cli.ports.OffsetOption;
import io.leaderboard.servers.ProjectHome;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code down}: ends a stack in order, whatever state it is in. */
@Command(
    name = "down",
    description = "Stops the stack; its data stays.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
public final class DownCommand implements Callable<Integer> {
  /** Longer than the supervisor takes, which kills what does not end. */
  private static final long SUPERVISOR_SECONDS = 120;

  /** What lost its supervisor is asked to end within a second or two, and is killed 10 s later. */
  private static final long ORPHAN_SECONDS = 15;

  private static final long KILL_SECONDS = 10;

  @Mixin private OffsetOption offset;

  @Override
  public Integer call() throws InterruptedException {
    StackDirectory directory = new StackDirectory(ProjectHome.find(), offset.ports().offset());
    Optional<RunningStack> running = RunningStack.find(directory);
    if (running.isEmpty()) {
      System.out.println("not up (" + directory.root() + ")");
      return CommandLine.ExitCode.OK;
    }
    running.get().supervisor().ifPresent(DownCommand::ask);
    end(running.get().supervisor().stream().toList(), SUPERVISOR_SECONDS);
    end(running.get().components(), ORPHAN_SECONDS);
    System.out.println("stopped; the data is in " + directory.root());
    return CommandLine.ExitCode.OK;
  }

  /** To end in order. */
  private static void ask(ProcessHandle supervisor) {
    if (!supervisor.destroy() && supervisor.isAlive()) {
      throw mayNot(supervisor);
    }
  }

  private static CommandException mayNot(ProcessHandle process) {
    return new CommandException(
        "process %d belongs to %s, and only they or root may end it"
            .formatted(process.pid(), process.info().user().orElse("another user")));
  }

  /** Waits for processes that are about to end, and kills what is left of them. */
  private static void end(List<ProcessHandle> processes, long seconds) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    for (ProcessHandle process : processes) {
      if (!hasEnded(process, deadline - System.nanoTime())) {
        if (!process.destroyForcibly() && process.isAlive()) {
          throw mayNot(process);
        }
        if (!hasEnded(process, TimeUnit.SECONDS.toNanos(KILL_SECONDS))) {
          throw new CommandException(
              "process %d does not end even by SIGKILL; see \"ps -p %d\""
                  .formatted(process.pid(), process.pid()));
        }
      }
    }
  }

  private static boolean hasEnded(ProcessHandle process, long nanos) throws InterruptedException {
    try {
      process.onExit().get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return !process.isAlive();
    } catch (ExecutionException e) {
      throw new IllegalStateException("an end that is awaited cannot fail", e);
    }
  }
}
