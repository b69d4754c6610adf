package io.leaderboard.cli.ports;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which of the stacks of this checkout is meant. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
public final class OffsetOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--port-offset",
      paramLabel = "N",
      defaultValue = "0",
      description = "Added to every port; each offset is a stack of its own. Default: 0")
  private int offset;

  /** Its ports. */
  public StackPorts ports() {
    try {
      return new StackPorts(offset);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--port-offset " + e.getMessage());
    }
  }

  /** How the user says that command to this stack. */
  public String command(String name) {
    return "\"deploy/leaderboard %s%s\""
        .formatted(name, offset == 0 ? "" : " --port-offset " + offset);
  }
}
