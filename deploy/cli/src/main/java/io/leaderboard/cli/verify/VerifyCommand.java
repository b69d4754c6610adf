package io.leaderboard.cli.verify;

import io.leaderboard.cli.actuator.GameOption;
import io.leaderboard.cli.ports.OffsetOption;
import io.leaderboard.cli.ports.ServiceUrl;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code verify}: compares Redis with Cassandra and reports every difference, as it is found. */
@Command(
    name = "verify",
    description = {
      "Compares every standing in Redis with Cassandra, also while scores flow.",
      "Each at one position of the log. Exit status 0 only when nothing differs. Games whose rules were changed and that are still being filled under the new ones are named, and not compared."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
public final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private OffsetOption offset;

  @Mixin private GameOption games;

  @Option(
      names = "--url",
      description =
          "The management port of the redis-projector. Default: that of this checkout's stack, 9082 + N")
  private @Nullable URI url;

  @Option(
      names = "--list",
      paramLabel = "COUNT",
      description = "How many differences are printed; all are counted. Default: all")
  private long list = Long.MAX_VALUE;

  private long listed;

  @Override
  public Integer call() throws InterruptedException {
    String game = games.id().orElse(null);
    if (list < 0) {
      throw new ParameterException(
          spec.commandLine(), "--list must be 0 or more, but is %d".formatted(list));
    }
    URI given = url;
    int port = offset.ports().redisProjector();
    URI service = given == null ? ServiceUrl.local(port) : ServiceUrl.checked(given, port, spec);
    Verify verify =
        new Verify(
            new VerifyApi(service),
            game,
            Verify.Pace.STANDARD,
            new PrintStream(System.err, true, Charset.defaultCharset()),
            Boolean.getBoolean("leaderboard.terminal"),
            this::found);
    VerifyReport report = verify.run();
    System.out.println(summary(report, listed));
    if (!report.notCompared().isEmpty()) {
      System.out.println(
          "not compared, because their rules were changed and not every store is filled under the new ones yet: "
              + String.join(", ", report.notCompared()));
    }
    return report.differences() == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private void found(VerifyReport.Difference difference) {
    if (listed < list) {
      listed++;
      System.out.println(difference.line());
    }
  }

  private static String summary(VerifyReport report, long listed) {
    if (report.differences() == 0) {
      return "%,d standings are the same in Redis and in Cassandra".formatted(report.compared());
    }
    String more =
        report.differences() > listed
            ? ", the first %,d of which are listed".formatted(listed)
            : "";
    return "%,d differences among %,d standings%s"
        .formatted(report.differences(), report.compared(), more);
  }
}
