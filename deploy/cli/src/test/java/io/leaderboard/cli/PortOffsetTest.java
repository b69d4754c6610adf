package io.leaderboard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Which service a command speaks to; nobody listens there. */
class PortOffsetTest {
  // Below the ports that the system gives out by itself.
  private static final String OFFSET = "--port-offset=12345";

  @TempDir Path directory;
  private final StringWriter err = new StringWriter();

  @Test
  void importSpeaksToTheStackOfThatOffset() throws Exception {
    assertThat(importing(OFFSET)).isEqualTo(1);
    assertThat(err.toString()).contains("http://127.0.0.1:20426 ");
  }

  @Test
  void anAddressOverridesTheOffset() throws Exception {
    assertThat(importing(OFFSET, "--url=http://localhost:20427")).isEqualTo(1);
    assertThat(err.toString()).contains("http://localhost:20427 ");
  }

  @Test
  void rebuildSpeaksToTheProjectorOfThatOffset() {
    assertThat(run(List.of("rebuild", OFFSET))).isEqualTo(1);
    assertThat(err.toString()).contains("http://127.0.0.1:21427 ").hasLineCount(1);
  }

  @Test
  void whatIsNotAllowedIsAWrongUsage() throws Exception {
    assertThat(importing("--port-offset=50001")).isEqualTo(2);
    assertThat(importing("--url=ftp://localhost")).isEqualTo(2);
    assertThat(run(List.of("rebuild", "--url=localhost:9082"))).isEqualTo(2);
    assertThat(run(List.of("rebuild", "--game=a/b"))).isEqualTo(2);
    assertThat(err.toString())
        .contains("--port-offset must be 0 to 50000")
        .contains("--url must be like http://127.0.0.1:8081")
        .contains("--url must be like http://127.0.0.1:9082")
        .contains("--game must be 1 to 64 characters");
  }

  private int importing(String... options) throws Exception {
    Path file = directory.resolve("goals.csv");
    Files.writeString(file, "who,when\nanna,2020-01-01\n");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "import",
                file.toString(),
                "--game=g",
                "--user=who",
                "--score=1",
                "--at=when",
                "--patience=0",
                "--journal=" + directory.resolve("journal")));
    arguments.addAll(List.of(options));
    return run(arguments);
  }

  private int run(List<String> arguments) {
    CommandLine commandLine = Leaderboard.commandLine();
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments.toArray(new String[0]));
  }
}
