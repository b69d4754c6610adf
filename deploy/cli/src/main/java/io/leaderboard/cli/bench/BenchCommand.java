package io.leaderboard.cli.bench;

import io.leaderboard.cli.CommandException;
import io.leaderboard.servers.ProjectHome;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code bench}: measures against the limit of the same machine in the same minutes. */
@Command(
    name = "bench",
    description = {
      "Measures services against a bare server or a store's own tool, in turn.",
      "Compares the ratio with its target. Starts what it needs and leaves nothing running.",
      "Exit status 1 when a target is missed."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
public final class BenchCommand implements Callable<Integer> {
  private static final List<Benchmark> ALL =
      List.of(
          new IngestBench(),
          new ProjectBench(),
          new RebuildBench(),
          new ScriptBench(),
          new CassandraBench(),
          new QueryBench(),
          new VisibleBench(),
          new MemoryBench());

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "Which, see --list. Default: all")
  private List<String> names = new ArrayList<>();

  @Option(names = "--list", description = "Print what there is: subject | baseline | target.")
  private boolean list;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Of baseline and subject in turn, besides one to get warm. Default: 5")
  private int rounds;

  @Option(
      names = "--scale",
      paramLabel = "S",
      defaultValue = "1",
      description =
          "Of all sizes and times, 0.001 to 10; only 1 gives the figures that targets are for. Default: 1")
  private double scale;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of the large boards, 1,000 to 20,000,000. Default: 1,000,000 at that scale")
  private int users;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "8",
      description = "Of the log. Default: 8")
  private int partitions;

  @Option(
      names = "--boards",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the game of project-best, 1 to 64. Default: 1")
  private int boards;

  @Option(
      names = "--projectors",
      paramLabel = "N",
      defaultValue = "1",
      description = "Processes of the redis-projector, for project-*; 1 to 16. Default: 1")
  private int projectors;

  @Option(
      names = "--masters",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Of a Redis Cluster that project-* fills, 3 to 16; 1 for a single Redis. Default: 1")
  private int masters;

  @Option(
      names = "--no-append-only",
      description = "Let Redis keep no append-only file, for both sides.")
  private boolean noAppendOnly;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there as well.")
  private @Nullable Path json;

  @Option(
      names = "--profile",
      description = "Services write .local/bench/*/<service>/profile.jfr; it costs some percent.")
  private boolean profile;

  @Override
  public Integer call() throws InterruptedException {
    if (list) {
      ALL.forEach(
          bench -> bench.names().forEach((name, what) -> System.out.println(name + ": " + what)));
      return CommandLine.ExitCode.OK;
    }
    check();
    PrintStream told = new PrintStream(System.err, true, Charset.defaultCharset());
    BenchRun run =
        new BenchRun(
            ProjectHome.find(),
            rounds,
            scale,
            users,
            new BenchRun.Layout(partitions, boards, projectors, masters),
            !noAppendOnly,
            profile,
            told);
    List<BenchRow> rows = new ArrayList<>();
    for (Benchmark bench : ALL) {
      List<String> wanted =
          bench.names().keySet().stream()
              .filter(name -> names.isEmpty() || names.contains(name))
              .toList();
      if (!wanted.isEmpty()) {
        rows.addAll(measured(bench, run, wanted));
      }
    }
    ResultTable table = new ResultTable(rows);
    System.out.println(table.head());
    rows.forEach(row -> System.out.println(table.line(row)));
    write(rows);
    return table.allMet() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private static List<BenchRow> measured(Benchmark bench, BenchRun run, List<String> wanted)
      throws InterruptedException {
    try {
      return bench.run(run, wanted);
    } catch (IOException e) {
      throw new CommandException("%s: %s".formatted(String.join(", ", wanted), e), e);
    }
  }

  private void check() {
    TreeSet<String> unknown = new TreeSet<>(names);
    ALL.forEach(bench -> unknown.removeAll(bench.names().keySet()));
    require(unknown.isEmpty(), "no benchmark %s; --list shows them".formatted(unknown));
    require(rounds >= 1 && rounds <= 100, "--rounds must be 1 to 100");
    require(
        users == 0 || (users >= 1_000 && users <= 20_000_000),
        "--users must be 1,000 to 20,000,000");
    require(partitions >= 1 && partitions <= 1_024, "--partitions must be 1 to 1,024");
    require(boards >= 1 && boards <= 64, "--boards must be 1 to 64");
    require(projectors >= 1 && projectors <= 16, "--projectors must be 1 to 16");
    require(masters == 1 || (masters >= 3 && masters <= 16), "--masters must be 1, or 3 to 16");
    require(scale >= 0.001 && scale <= 10, "--scale must be 0.001 to 10");
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }

  private void write(List<BenchRow> rows) {
    Path file = json;
    if (file == null) {
      return;
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("processors", Runtime.getRuntime().availableProcessors());
    document.put("java", Runtime.version().toString());
    document.put("scale", scale);
    document.put("rounds", rounds);
    document.put("users", users);
    document.put("partitions", partitions);
    document.put("boards", boards);
    document.put("projectors", projectors);
    document.put("masters", masters);
    document.put("appendOnly", !noAppendOnly);
    document.put("rows", rows.stream().map(BenchRow::document).toList());
    try {
      Files.writeString(
          file,
          JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n");
    } catch (IOException e) {
      throw new CommandException("%s could not be written: %s".formatted(file, e), e);
    }
  }
}
