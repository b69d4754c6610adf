package io.leaderboard.cli.stack;

import io.leaderboard.cli.CommandException;
import io.leaderboard.cli.ports.OffsetOption;
import io.leaderboard.cli.ports.StackPorts;
import io.leaderboard.servers.ProjectHome;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code status}: what runs, how it is, and how far the projections are behind the log. */
@Command(
    name = "status",
    description = "Shows the components; exit status 0 only when all are healthy.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
public final class StatusCommand implements Callable<Integer> {
  @Mixin private OffsetOption offset;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    StackPorts ports = offset.ports();
    StackDirectory directory = new StackDirectory(ProjectHome.find(), ports.offset());
    RunningStack running =
        RunningStack.find(directory)
            .orElseThrow(
                () -> new CommandException("not up; start it with " + offset.command("up")));
    StackHealth health = StackHealth.ask(ports, running);
    boolean healthy = health.isHealthy();
    if (json) {
      System.out.println(
          JsonMapper.shared()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(
                  Map.of(
                      "healthy",
                      healthy,
                      "supervised",
                      health.supervised(),
                      "components",
                      health.components())));
    } else {
      print(health, running.state());
    }
    return healthy ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private void print(StackHealth health, StackState state) {
    String row = "%-20s %8s %6s %10s  %-22s %s";
    System.out.println(
        row.formatted("component", "pid", "port", "memory", "health", "lag").strip());
    for (ComponentHealth component : health.components()) {
      System.out.println(
          row.formatted(
                  component.name(),
                  component.pid() == 0 ? "-" : component.pid(),
                  component.port(),
                  component.memoryMiB() == 0 ? "-" : component.memoryMiB() + " MiB",
                  component.health(),
                  component.lag())
              .stripTrailing());
    }
    health.complaints().forEach(System.out::println);
    if (!health.supervised()) {
      System.out.println(
          "the supervisor (process %d) is gone and what it had started is ending; run %s, then %s"
              .formatted(state.supervisor().pid(), offset.command("down"), offset.command("up")));
    }
  }
}
