package io.leaderboard.cli;

import io.leaderboard.cli.bench.BenchCommand;
import io.leaderboard.cli.imports.ImportCommand;
import io.leaderboard.cli.load.LoadCommand;
import io.leaderboard.cli.partitions.RestorePartitionsCommand;
import io.leaderboard.cli.rebuild.RebuildCommand;
import io.leaderboard.cli.stack.DownCommand;
import io.leaderboard.cli.stack.StatusCommand;
import io.leaderboard.cli.stack.SuperviseCommand;
import io.leaderboard.cli.stack.UpCommand;
import io.leaderboard.cli.verify.VerifyCommand;
import io.leaderboard.servers.ServerException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. Exit status: 0 done, 1 not done, 2 wrong usage. */
@Command(
    name = "deploy/leaderboard",
    description = "Runs the leaderboard platform on this machine and feeds it.",
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      ImportCommand.class,
      LoadCommand.class,
      BenchCommand.class,
      RebuildCommand.class,
      VerifyCommand.class,
      RestorePartitionsCommand.class,
      SuperviseCommand.class
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
public final class Leaderboard implements Runnable {
  @Spec private CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Leaderboard());
    commandLine.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          if (failure instanceof CommandException || failure instanceof ServerException) {
            PrintWriter err = command.getErr();
            err.println(failure.getMessage());
            err.flush();
            return CommandLine.ExitCode.SOFTWARE;
          }
          throw failure;
        });
    return commandLine;
  }

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }
}
