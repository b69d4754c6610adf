package io.leaderboard.cli.stack;

import io.leaderboard.cli.CommandException;
import io.leaderboard.cli.ports.OffsetOption;
import io.leaderboard.cli.ports.StackPorts;
import io.leaderboard.cli.stack.StackState.Phase;
import io.leaderboard.servers.ProjectHome;
import io.leaderboard.servers.ServerLog;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code up}: starts the stack and, unless detached, stays with it. */
@Command(
    name = "up",
    description = {
      "Starts Kafka, Redis, Cassandra and the four services on this machine.",
      "Ctrl-C stops everything; the data stays in .local/."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
public final class UpCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 100;

  /** Too little for what a supervisor writes of its state. */
  private static final long FULL_BYTES = 64 << 10;

  @Mixin private OffsetOption offset;

  @Option(
      names = {"-d", "--detach"},
      description = "Return when everything is ready; \"down\" stops it.")
  private boolean detach;

  @Option(names = "--fresh", description = "Delete the data of former runs first.")
  private boolean fresh;

  @Override
  public Integer call() throws IOException, InterruptedException {
    StackPorts ports = offset.ports();
    StackDirectory directory = new StackDirectory(ProjectHome.find(), ports.offset());
    PrintStream out = System.out;
    Files.createDirectories(directory.root());
    Optional<RunningStack> former = RunningStack.find(directory);
    if (former.isPresent()) {
      refuseFresh(former.get().state());
      return new AlreadyUp(directory, offset, out).complete(former.get());
    }
    long begin = System.nanoTime();
    Process supervisor = SupervisorProcess.start(directory, !detach, fresh);
    Ending ending = new Ending(supervisor);
    Runtime.getRuntime().addShutdownHook(ending);
    StateView view = new StateView(out, Boolean.getBoolean("leaderboard.terminal"));
    boolean up = false;
    while (!supervisor.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      Optional<StackState> state = ownState(directory, supervisor);
      if (state.isEmpty()) {
        continue;
      }
      Phase phase = state.get().phase();
      if (up) {
        view.tellDeaths(state.get());
      } else if (phase == Phase.STARTING || phase == Phase.UP) {
        view.show(state.get());
      }
      if (!up && phase == Phase.UP) {
        up = true;
        tellServing(out, ports, (System.nanoTime() - begin) / 1e9);
        List<String> troubles = troubles(directory, ports);
        troubles.forEach(out::println);
        if (detach) {
          ending.disarm();
          return troubles.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
      }
    }
    if (ending.hasBegun()) {
      // It says so itself, and this process is about to end.
      return CommandLine.ExitCode.OK;
    }
    ending.disarm();
    return ended(directory, supervisor, ports);
  }

  private void refuseFresh(StackState state) {
    if (fresh) {
      throw new CommandException(
          "the stack is up (process %d), so its data cannot be deleted; stop it first with %s"
              .formatted(state.supervisor().pid(), offset.command("down")));
    }
  }

  private static List<String> troubles(StackDirectory directory, StackPorts ports)
      throws InterruptedException {
    Optional<RunningStack> running = RunningStack.find(directory);
    return running.isEmpty() ? List.of() : StackHealth.settled(ports, running.get()).troubles();
  }

  private void tellServing(PrintStream out, StackPorts ports, double seconds) {
    out.println("serving after %.1f s".formatted(seconds));
    out.println("  query   http://127.0.0.1:%d".formatted(ports.query()));
    out.println("  ingest  http://127.0.0.1:%d".formatted(ports.ingest()));
    out.println(
        "  health  http://127.0.0.1:%d/actuator/health and %d, %d, %d"
            .formatted(
                ports.queryManagement(),
                ports.ingestManagement(),
                ports.redisProjector(),
                ports.cassandraProjector()));
    out.println(detach ? "  stop    " + offset.command("down") : "  stop    Ctrl-C");
    out.flush();
  }

  private int ended(StackDirectory directory, Process supervisor, StackPorts ports)
      throws IOException {
    Optional<StackState> state = ownState(directory, supervisor);
    if (supervisor.exitValue() == SuperviseCommand.ALREADY_UP) {
      throw new CommandException(
          "another process has just started the stack on port %d".formatted(ports.query()));
    }
    if (state.isPresent() && state.get().phase() == Phase.FAILED) {
      throw new CommandException("not up: " + state.get().message());
    }
    if (state.isPresent() && state.get().phase() == Phase.STOPPED) {
      System.out.println("stopped");
      return CommandLine.ExitCode.OK;
    }
    if (Files.getFileStore(directory.root()).getUsableSpace() < FULL_BYTES) {
      throw new CommandException(
          "not up: the disk of %s is full; make room there".formatted(directory.root()));
    }
    throw new CommandException(
        "the supervisor ended with status %d, its log %s says: %s; what it had started ends within seconds"
            .formatted(
                supervisor.exitValue(),
                directory.supervisorLog(),
                new ServerLog(directory.supervisorLog()).tellingLine()));
  }

  /** What a former supervisor left behind is not this one's state. */
  private static Optional<StackState> ownState(StackDirectory directory, Process supervisor) {
    return directory.state().read().filter(state -> state.supervisor().pid() == supervisor.pid());
  }

  /**
   * Ctrl-C, or any other end of this process, ends the stack, and this process lives until then.
   */
  private static final class Ending extends Thread {
    private final Process supervisor;
    private volatile boolean armed = true;
    private volatile boolean begun;

    Ending(Process supervisor) {
      this.supervisor = supervisor;
    }

    boolean hasBegun() {
      return begun;
    }

    void disarm() {
      armed = false;
    }

    @Override
    public void run() {
      if (armed) {
        begun = true;
        System.out.println("stopping everything");
        supervisor.destroy();
        try {
          supervisor.waitFor();
        } catch (InterruptedException e) {
          currentThread().interrupt();
        }
        System.out.println("stopped");
      }
    }
  }
}
