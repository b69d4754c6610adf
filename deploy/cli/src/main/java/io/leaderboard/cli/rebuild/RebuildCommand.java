package io.leaderboard.cli.rebuild;

import io.leaderboard.cli.actuator.GameOption;
import io.leaderboard.cli.ports.OffsetOption;
import io.leaderboard.cli.ports.ServiceUrl;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code rebuild}: has Redis filled again from the log beside what readers see. */
@Command(
    name = "rebuild",
    description = {
      "Fills Redis again, beside what readers see, and switches at once.",
      "From the log, or where that is too long or has lost its beginning from the standings in Cassandra.",
      "Follows it until it is live. It goes on by itself when this command is ended."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
public final class RebuildCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private OffsetOption offset;

  @Mixin private GameOption games;

  @Option(
      names = "--url",
      description =
          "The management port of the redis-projector. Default: that of this checkout's stack, 9082 + N")
  private @Nullable URI url;

  @Option(
      names = "--from",
      paramLabel = "log|standings",
      description =
          "What it is filled from: the whole log, or the standings in Cassandra and then the log from there on. Default: log; said by name it also takes the place of a restore from standings that is under way")
  private @Nullable String from;

  @Option(names = "--proof", description = "Print the digests of all boards at the end.")
  private boolean proof;

  @Override
  public Integer call() throws InterruptedException {
    String game = games.id().orElse(null);
    if (from != null && !from.equals("log") && !from.equals("standings")) {
      throw new ParameterException(
          spec.commandLine(), "--from must be log or standings, but is " + from);
    }
    URI given = url;
    int port = offset.ports().redisProjector();
    URI service = given == null ? ServiceUrl.local(port) : ServiceUrl.checked(given, port, spec);
    PrintStream told = new PrintStream(System.err, true, Charset.defaultCharset());
    Rebuild rebuild =
        new Rebuild(
            new RebuildApi(service),
            game,
            from,
            Rebuild.Pace.STANDARD,
            told,
            Boolean.getBoolean("leaderboard.terminal"));
    long since = System.nanoTime();
    Rebuild.Followed begun = rebuild.begin();
    if (!followed(rebuild, begun, told)) {
      return CommandLine.ExitCode.SOFTWARE;
    }
    System.out.println(
        "%s is live after %.1f s".formatted(begun, (System.nanoTime() - since) / 1e9));
    if (proof) {
      print(rebuild.proof());
    }
    return CommandLine.ExitCode.OK;
  }

  /** Ctrl-C ends the following and not the rebuild, which is said before this process ends. */
  private static boolean followed(Rebuild rebuild, Rebuild.Followed begun, PrintStream told)
      throws InterruptedException {
    Thread ended =
        new Thread(
            () ->
                told.println(
                    "\nthe rebuild goes on by itself; the same command follows "
                        + begun
                        + " again"));
    Runtime.getRuntime().addShutdownHook(ended);
    boolean live = rebuild.follow(begun);
    try {
      Runtime.getRuntime().removeShutdownHook(ended);
    } catch (IllegalStateException endingAlready) {
      // It was interrupted in the same moment, and the hook has said what it says.
      return live;
    }
    return live;
  }

  private static void print(JsonNode proof) {
    List<String> positions = new ArrayList<>();
    proof
        .path("positions")
        .properties()
        .forEach(each -> positions.add(each.getKey() + ":" + each.getValue().asString("")));
    System.out.println("digests at " + String.join(" ", positions));
    for (JsonNode board : proof.path("boards")) {
      System.out.println(
          "%s %s %s %d users %s"
              .formatted(
                  board.path("gameId").asString(""),
                  board.path("boardId").asString(""),
                  board.path("period").asString(""),
                  board.path("users").asLong(0),
                  board.path("digest").asString("")));
    }
  }
}
