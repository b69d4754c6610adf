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
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

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
    if (UnreadArguments.areThere()) {
      System.err.println(UnreadArguments.REMEDY);
      System.exit(CommandLine.ExitCode.USAGE);
    }
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Leaderboard());
    commandLine.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          if (failure instanceof CommandException || failure instanceof ServerException) {
            return tell(
                command, String.valueOf(failure.getMessage()), CommandLine.ExitCode.SOFTWARE);
          }
          Optional<String> trouble = FileTrouble.words(failure);
          if (trouble.isPresent()) {
            return tell(command, trouble.get(), CommandLine.ExitCode.SOFTWARE);
          }
          throw failure;
        });
    commandLine.setParameterExceptionHandler(
        (mistake, arguments) -> {
          CommandLine command = mistake.getCommandLine();
          PrintWriter err = command.getErr();
          err.println(mistake.getMessage());
          UnmatchedArgumentException.printSuggestions(mistake, err);
          return tell(
              command,
              "\"%s --help\" says more".formatted(command.getCommandSpec().qualifiedName()),
              CommandLine.ExitCode.USAGE);
        });
    inAll(commandLine, each -> each.getCommandSpec().versionProvider(new Version()));
    return commandLine;
  }

  private static int tell(CommandLine command, String line, int status) {
    command.getErr().println(line);
    command.getErr().flush();
    return status;
  }

  private static void inAll(CommandLine command, Consumer<CommandLine> action) {
    action.accept(command);
    command.getSubcommands().values().forEach(each -> inAll(each, action));
  }

  /** Of this build. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Leaderboard.class.getPackage().getImplementationVersion();
      return new String[] {"leaderboard " + (version == null ? "(not packaged)" : version)};
    }
  }

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }
}
