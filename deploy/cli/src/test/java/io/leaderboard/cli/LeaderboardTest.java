package io.leaderboard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the command itself says, whatever command it is. */
class LeaderboardTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine command =
      Leaderboard.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

  @TempDir Path directory;

  @Test
  void aWrongUsageIsTheLineThatMattersAndWhereHelpIs() {
    assertThat(command.execute("up", "--verson")).isEqualTo(CommandLine.ExitCode.USAGE);

    assertThat(err.toString().lines())
        .containsExactly(
            "Unknown option: '--verson'",
            "Possible solutions: --version",
            "\"deploy/leaderboard up --help\" says more");
  }

  @Test
  void aMissingOptionIsNamedInALine() {
    assertThat(command.execute("import", "a.csv", "--game", "g", "--user", "u", "--at", "t"))
        .isEqualTo(CommandLine.ExitCode.USAGE);

    assertThat(err.toString().lines())
        .containsExactly(
            "Missing required option: '--score=COLUMN|CONSTANT'",
            "\"deploy/leaderboard import --help\" says more");
  }

  @Test
  void aDelimiterOfTwoCharactersIsRefused() {
    for (String wrong : List.of("ab", "", "\"", "\n")) {
      assertThat(
              command.execute(
                  "import",
                  "a.csv",
                  "--game=g",
                  "--user=u",
                  "--at=t",
                  "--score=1",
                  "--delimiter=" + wrong))
          .as(wrong)
          .isEqualTo(CommandLine.ExitCode.USAGE);
    }
    assertThat(err.toString()).contains("--delimiter must be one character, but is \"ab\"");
  }

  @Test
  void theVersionIsPrintedByEveryCommand() {
    for (List<String> asked : List.of(List.of("--version"), List.of("status", "-V"))) {
      assertThat(command.execute(asked.toArray(String[]::new))).isZero();
    }

    assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("leaderboard "));
  }

  /** The list of commands shows the first line of each. */
  @Test
  void everyCommandIsDescribedByAWholeSentence() {
    command.getSubcommands().values().stream()
        .filter(each -> !each.getCommandSpec().usageMessage().hidden())
        .forEach(
            each ->
                assertThat(each.getCommandSpec().usageMessage().description()[0])
                    .as(each.getCommandName())
                    .endsWith("."));
  }

  @Test
  void aFileThatMayNotBeWrittenIsALine() {
    assertThat(FileTrouble.words(new AccessDeniedException("/a/.local/0")))
        .hasValueSatisfying(
            line -> assertThat(line).startsWith("/a/.local/0: ").contains("has no right to that"));
    assertThat(FileTrouble.words(new UncheckedIOException(new IOException("No space left"))))
        .contains("No space left");
    assertThat(FileTrouble.words(new IllegalStateException("a mistake of ours"))).isEmpty();
  }

  @Test
  void argumentsThatTheLocaleLosesAreRefusedAndNotReadAsOthers() throws Exception {
    Path output = directory.resolve("output");
    String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    // The class path of a test run may be long: by the environment, and not on the command line.
    ProcessBuilder builder =
        new ProcessBuilder(java, Leaderboard.class.getName(), "status", "--port-offset=\u03a9")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("LC_ALL", "C");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = builder.start();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(process.exitValue()).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(Files.readString(output))
        .contains("characters that this locale does not have", "LC_ALL=C.UTF-8");
  }
}
