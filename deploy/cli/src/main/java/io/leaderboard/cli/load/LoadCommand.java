package io.leaderboard.cli.load;

import io.leaderboard.cli.CommandException;
import io.leaderboard.cli.ports.OffsetOption;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code load}: plays games against a stack and checks every board. */
@Command(
    name = "load",
    description = {
      "Plays games on a running stack, measures how long it takes, and checks every board.",
      "Compares every entry of every board with what was acknowledged. Exit status 1 on a difference."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
public final class LoadCommand implements Callable<Integer> {
  private static final int MOST_USERS = 20_000_000;
  private static final long STANDARD_EVENTS = 100_000;
  private static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,58}";

  @Spec private CommandSpec spec;

  @Mixin private OffsetOption offset;

  @Option(
      names = "--game",
      paramLabel = "G",
      description =
          "Its id, or how the ids of several begin. Default: load-<time>, always a new one")
  private @Nullable String game;

  @Option(names = "--games", paramLabel = "N", defaultValue = "1", description = "Default: 1")
  private int games;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Of each game, up to 20,000,000 in all. Default: 10,000")
  private int users;

  @Option(
      names = "--events",
      paramLabel = "N",
      description = "Sessions in all. Default: 100,000, without end with --duration")
  private @Nullable Long events;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "0",
      description = "Sessions a second; 0: as fast as they are taken. Default: 0")
  private long rate;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "Sessions a request, 1 to 1,000; 1 goes by the route of single scores. Default: 1,000")
  private int batch;

  @Option(
      names = "--distribution",
      paramLabel = "D",
      defaultValue = "uniform",
      description = "How often each user plays: uniform or zipf:S. Default: uniform")
  private String distribution;

  @Option(names = "--duration", paramLabel = "SECONDS", description = "How long to play at most.")
  private @Nullable Integer duration;

  @Option(
      names = "--readers",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads that read: top, rank and around, a third each. Default: 0")
  private int readers;

  @Option(
      names = "--read-rate",
      paramLabel = "N",
      defaultValue = "100",
      description = "Reads a second of each reader; 0: as fast as they are answered. Default: 100")
  private int readRate;

  @Option(
      names = "--probes",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "Sessions a second that are looked for in the top of a board; 0: none. Default: 20")
  private int probes;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "For sessions, each with one request under way. Default: 4, with --batch 1: 64")
  private @Nullable Integer connections;

  @Option(
      names = "--boards",
      paramLabel = "one|default",
      defaultValue = "one",
      description = "One of all time, or also by month, week and day. Default: one")
  private String boards;

  @Option(
      names = "--aggregation",
      paramLabel = "best|sum",
      defaultValue = "best",
      description = "Of the boards. Default: best")
  private String aggregation;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Who scores what follows from it. Default: 1")
  private long seed;

  @Option(
      names = "--settle",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "How long it may take until all is visible at the end. Default: 600")
  private int settle;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there as well.")
  private @Nullable Path json;

  @Override
  public Integer call() throws InterruptedException {
    LoadOrder order = order();
    PrintStream told = new PrintStream(System.err, true, Charset.defaultCharset());
    LoadReport report =
        new Load(
                order,
                offset.ports().ingest(),
                offset.ports().query(),
                told,
                Boolean.getBoolean("leaderboard.terminal"))
            .run();
    report.print(System.out);
    write(report, order);
    return report.isExact() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private void write(LoadReport report, LoadOrder order) {
    Path file = json;
    if (file == null) {
      return;
    }
    try {
      Files.writeString(
          file,
          JsonMapper.shared()
                  .writerWithDefaultPrettyPrinter()
                  .writeValueAsString(report.document(order))
              + "\n");
    } catch (IOException e) {
      throw new CommandException("%s could not be written: %s".formatted(file, e), e);
    }
  }

  private LoadOrder order() {
    require(games >= 1 && games <= 1_000, "--games must be 1 to 1,000");
    require(
        users >= 1 && (long) users * games <= MOST_USERS,
        "--users must be 1 to %,d, divided by --games".formatted(MOST_USERS));
    require(rate >= 0 && rate <= 10_000_000, "--rate must be 0 to 10,000,000");
    require(batch >= 1 && batch <= 1_000, "--batch must be 1 to 1,000");
    require(readers >= 0 && readers <= 256, "--readers must be 0 to 256");
    require(readRate >= 0 && readRate <= 100_000, "--read-rate must be 0 to 100,000");
    require(probes >= 0 && probes <= 1_000, "--probes must be 0 to 1,000");
    require(settle >= 1, "--settle must be 1 or more");
    require(boards.equals("one") || boards.equals("default"), "--boards must be one or default");
    require(
        aggregation.equals("best") || aggregation.equals("sum"),
        "--aggregation must be best or sum");
    Integer seconds = duration;
    require(seconds == null || seconds >= 1, "--duration must be 1 or more");
    Long sessions = events;
    require(sessions == null || sessions >= 1, "--events must be 1 or more");
    Integer given = connections;
    require(given == null || (given >= 1 && given <= 1_024), "--connections must be 1 to 1,024");
    String name = game;
    require(name == null || name.matches(ID), "--game must match " + ID);
    long standard = seconds == null ? STANDARD_EVENTS : Long.MAX_VALUE;
    int connectionsOfBatch = batch == 1 ? 64 : 4;
    return new LoadOrder(
        name == null ? "load-" + Long.toString(System.currentTimeMillis(), 36) : name,
        games,
        users,
        sessions == null ? standard : sessions,
        rate,
        batch,
        parsedDistribution(),
        seconds == null ? null : Duration.ofSeconds(seconds),
        readers,
        readRate,
        probes,
        given == null ? connectionsOfBatch : given,
        boards.equals("default"),
        aggregation.equals("sum"),
        seed,
        Duration.ofSeconds(settle));
  }

  private Distribution parsedDistribution() {
    try {
      return Distribution.parse(distribution);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--distribution " + e.getMessage());
    }
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }
}
