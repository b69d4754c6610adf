package io.leaderboard.cli.imports;

import io.leaderboard.cli.ports.OffsetOption;
import io.leaderboard.cli.ports.ServiceUrl;
import io.leaderboard.servers.ProjectHome;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import}: sends a file of scores. */
@Command(
    name = "import",
    description = {
      "Sends a CSV or NDJSON file of scores to the ingest API.",
      "Columns are CSV columns by the header row, or top-level fields of the JSON objects."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
public final class ImportCommand implements Callable<Integer> {
  private static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description =
          "A CSV or NDJSON file in UTF-8, also compressed with gzip, or a pipe; - is standard input.")
  private Path file;

  @Option(names = "--game", required = true, paramLabel = "G", description = "The game's id.")
  private String game;

  @Option(names = "--user", required = true, paramLabel = "COLUMN", description = "The user id.")
  private String user;

  @Option(
      names = "--score",
      required = true,
      paramLabel = "COLUMN|CONSTANT",
      description = "The score; a number is a constant unless a column has that name.")
  private String score;

  @Option(
      names = "--at",
      required = true,
      paramLabel = "COLUMN",
      description =
          "When it happened: a date (midnight in the game's zone), a local time there, or RFC 3339.")
  private String at;

  @Option(
      names = "--id",
      paramLabel = "COLUMN",
      description = "The event id. Default: a hash of the line and its ordinal among equal lines.")
  private @Nullable String id;

  @Option(
      names = "--where",
      paramLabel = "COLUMN=VALUE",
      description = "Send only such lines; repeated, all must hold.")
  private List<String> where = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "csv|ndjson",
      description = "Default: by the file's name (.ndjson and .jsonl), else csv.")
  private @Nullable Format format;

  @Option(
      names = "--delimiter",
      paramLabel = "C",
      description =
          "The one character between the cells of a CSV file; \\t is a tab. Default: a comma, and a tab for .tsv")
  private @Nullable String delimiter;

  @Mixin private OffsetOption offset;

  @Option(
      names = "--url",
      description = "The ingest service. Default: that of this checkout's stack, port 8081 + N")
  private @Nullable URI url;

  @Option(
      names = "--journal",
      paramLabel = "DIR",
      description = "Where it is written down how far imports are. Default: .local/imports")
  private @Nullable Path journal;

  @Option(names = "--again", description = "Send a file that was imported before.")
  private boolean again;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "Give up when nothing was taken for so long. Default: ${DEFAULT-VALUE}")
  private int patienceSeconds;

  @Override
  public Integer call() throws IOException, InterruptedException {
    ImportOrder order =
        new ImportOrder(
            file,
            checkedGame(),
            new Mapping(user, score, at, id, conditions()),
            layout(),
            checkedDelimiter(),
            checkedUrl(),
            journal == null ? ProjectHome.find().resolve(".local/imports") : journal,
            again);
    Patience patience =
        new Patience(
            Duration.ofSeconds(checkedPatience()),
            Patience.STANDARD.firstPause(),
            Patience.STANDARD.longestPause());
    boolean whole =
        new FileImport(
                order, patience, System.in, out(), Boolean.getBoolean("leaderboard.terminal"))
            .run();
    return whole ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  /** The command tells people what it does; nothing of it is meant for another program. */
  private static PrintStream out() {
    return new PrintStream(System.err, true, Charset.defaultCharset());
  }

  private String checkedGame() {
    if (!game.matches(ID)) {
      throw wrong("--game must match %s, but is %s".formatted(ID, game));
    }
    return game;
  }

  private Format layout() {
    return format == null ? Format.of(file) : format;
  }

  private String checkedDelimiter() {
    String given = delimiter;
    if (given == null) {
      return Format.delimiterOf(file);
    }
    if (layout() != Format.CSV) {
      throw wrong("--delimiter is for CSV, but the format is " + layout());
    }
    String one = given.equals("\\t") ? "\t" : given;
    if (one.codePointCount(0, one.length()) != 1) {
      throw wrong("--delimiter must be one character, but is \"%s\"".formatted(given));
    }
    if ("\"\r\n".contains(one)) {
      throw wrong("--delimiter must not be a quote or a line break");
    }
    return one;
  }

  private int checkedPatience() {
    if (patienceSeconds < 0 || patienceSeconds > 86_400) {
      throw wrong("--patience must be 0 to 86400 seconds, but is " + patienceSeconds);
    }
    return patienceSeconds;
  }

  private URI checkedUrl() {
    URI given = url;
    int port = offset.ports().ingest();
    return given == null ? ServiceUrl.local(port) : ServiceUrl.checked(given, port, spec);
  }

  private List<Mapping.Condition> conditions() {
    try {
      return where.stream().map(Mapping.Condition::parse).toList();
    } catch (IllegalArgumentException e) {
      throw wrong("--where " + e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
