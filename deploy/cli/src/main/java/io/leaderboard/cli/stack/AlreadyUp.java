package io.leaderboard.cli.stack;

import io.leaderboard.cli.CommandException;
import io.leaderboard.cli.ports.OffsetOption;
import io.leaderboard.cli.ports.StackPorts;
import io.leaderboard.cli.stack.StackState.Condition;
import io.leaderboard.cli.stack.StackState.Phase;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** What {@code up} does where the stack is up: it starts what has died, and says how all is. */
record AlreadyUp(StackDirectory directory, OffsetOption offset, PrintStream out) {
  private static final long POLL_MILLIS = 100;

  /** The supervisor looks ten times a second. */
  private static final long TAKEN_SECONDS = 10;

  /** The exit status; 0 only when all is well. */
  int complete(RunningStack running) throws IOException, InterruptedException {
    StackState state = running.state();
    if (running.supervisor().isEmpty()) {
      throw new CommandException(
          "the supervisor (process %d) is gone and what it had started is ending; run %s, then %s"
              .formatted(state.supervisor().pid(), offset.command("down"), offset.command("up")));
    }
    if (state.phase() != Phase.UP) {
      throw new CommandException(
          "the stack is %s (process %d); %s shows how far it is"
              .formatted(
                  state.phase() == Phase.STARTING ? "being started" : "being stopped",
                  state.supervisor().pid(),
                  offset.command("status")));
    }
    StackPorts ports = offset.ports();
    RunningStack now = running;
    if (StackHealth.ask(ports, running).components().stream()
        .anyMatch(component -> component.health().equals(HealthCheck.DIED))) {
      now = startTheDead();
    }
    out.println(
        "already up (process %d, %s): query http://127.0.0.1:%d, ingest http://127.0.0.1:%d; %s stops it"
            .formatted(
                state.supervisor().pid(),
                directory.root(),
                ports.query(),
                ports.ingest(),
                offset.command("down")));
    List<String> troubles = StackHealth.settled(ports, now).troubles();
    troubles.forEach(out::println);
    return troubles.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private RunningStack startTheDead() throws IOException, InterruptedException {
    Path asked = directory.revival();
    Files.writeString(asked, "");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TAKEN_SECONDS);
    while (Files.exists(asked)) {
      if (System.nanoTime() > deadline) {
        throw new CommandException(
            "the supervisor does not start what has died; run %s, then %s"
                .formatted(offset.command("down"), offset.command("up")));
      }
      Thread.sleep(POLL_MILLIS);
    }
    StateView view = new StateView(out, false);
    while (true) {
      RunningStack running =
          RunningStack.find(directory)
              .orElseThrow(() -> new CommandException("the stack was stopped meanwhile"));
      view.showChanges(running.state());
      if (running.state().components().stream()
          .noneMatch(component -> component.condition() == Condition.STARTING)) {
        return running;
      }
      Thread.sleep(POLL_MILLIS);
    }
  }
}
