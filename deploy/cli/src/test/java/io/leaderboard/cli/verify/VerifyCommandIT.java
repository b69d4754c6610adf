package io.leaderboard.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.leaderboard.cli.CommandProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process, against a projector that answers as it is told. */
class VerifyCommandIT {
  private static final String AFTER = "{\"after\":\"";

  @TempDir Path directory;
  private final List<String> posted = new ArrayList<>();
  private HttpServer projector;
  private int status = 202;
  private String begun = "{'id':'v1'}";
  private int differences;
  private String notCompared = "";
  private @Nullable String report;

  @BeforeEach
  void start() throws IOException {
    projector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    projector.createContext(
        "/actuator/verify",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          boolean begins = !body.startsWith(AFTER);
          if (begins) {
            posted.add(body);
          }
          byte[] said =
              (begins ? begun : reported(body)).replace('\'', '"').getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(begins ? status : 200, said.length);
          exchange.getResponseBody().write(said);
          exchange.close();
        });
    projector.start();
  }

  @AfterEach
  void stop() {
    projector.stop(0);
  }

  @Test
  void nothingThatDiffersIsExitStatus0() throws Exception {
    assertThat(run("--game", "chess")).isZero();
    assertThat(output()).contains("1,234 standings are the same in Redis and in Cassandra");
    assertThat(posted).containsExactly("{\"gameId\":\"chess\"}");
  }

  @Test
  void gamesThatAreBeingFilledAreNamed() throws Exception {
    notCompared = "'go','ludo'";
    assertThat(run()).isZero();
    assertThat(output())
        .contains("1,234 standings are the same in Redis and in Cassandra")
        .containsPattern("not compared, because their rules were changed .*: go, ludo");
  }

  @Test
  void everyDifferenceIsListedHoweverManyAnswersTheyTakeAndTheExitStatusIs1() throws Exception {
    differences = 2_500;
    assertThat(run()).isEqualTo(1);
    List<String> lines = Files.readAllLines(directory.resolve("output"));
    assertThat(lines.subList(0, 2_500))
        .isEqualTo(
            IntStream.range(0, 2_500)
                .mapToObj(i -> "chess b all-time a " + i + ": Redis 7, Cassandra nothing, at 0:12")
                .toList());
    assertThat(lines.subList(2_500, lines.size()))
        .containsExactly("2,500 differences among 1,234 standings");
  }

  @Test
  void asManyAreListedAsOneWantsAndAllAreCounted() throws Exception {
    differences = 2_500;
    assertThat(run("--list", "1")).isEqualTo(1);
    assertThat(output())
        .hasLineCount(2)
        .contains("chess b all-time a 0: Redis 7")
        .contains("2,500 differences among 1,234 standings, the first 1 of which are listed");
    assertThat(run("--list", "-1")).isEqualTo(2);
  }

  @Test
  void aTerminalShowsABar() throws Exception {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    Verify verify =
        new Verify(
            new VerifyApi(URI.create("http://127.0.0.1:" + projector.getAddress().getPort())),
            null,
            new Verify.Pace(Duration.ofMillis(10), Duration.ofSeconds(5)),
            new PrintStream(shown, true, StandardCharsets.UTF_8),
            true,
            difference -> {});
    assertThat(verify.run().differences()).isZero();
    assertThat(shown.toString(StandardCharsets.UTF_8)).contains("all games 100%", "256/256 parts");
  }

  @Test
  void aPartThatIsAwayIsOneLine() throws Exception {
    status = 503;
    begun = "{'reason':'Cassandra at [127.0.0.1:9042] cannot be read'}";
    assertThat(run()).isEqualTo(1);
    assertThat(output()).hasLineCount(1).contains("refused: Cassandra at [127.0.0.1:9042]");
  }

  @Test
  void aComparisonThatCannotGoOnIsOneLine() throws Exception {
    report = "{'id':'v1','state':'failed','reason':'Cassandra has been at 7 for a minute'}";
    assertThat(run()).isEqualTo(1);
    assertThat(output()).hasLineCount(1).contains("not verified: Cassandra has been at 7");
  }

  @Test
  void aProjectorThatIsNotUpIsOneLine() throws Exception {
    projector.stop(0);
    assertThat(run()).isEqualTo(1);
    assertThat(output()).hasLineCount(1).contains("does not answer");
  }

  /** As the projector does: those that follow the first {@code after}, 1,000 at a time. */
  private String reported(String body) {
    if (report != null) {
      return report;
    }
    int after = Integer.parseInt(body.substring(AFTER.length(), body.length() - "\"}".length()));
    String listed =
        IntStream.range(after, Math.min(differences, after + 1_000))
            .mapToObj(
                i ->
                    "{'gameId':'chess','boardId':'b','period':'all-time','userId':'a\\t%d','redis':'7','cassandra':null,'position':'0:12'}"
                        .formatted(i))
            .collect(Collectors.joining(","));
    return "{'id':'v1','gameId':null,'state':'done','reason':null,'notCompared':[%s],'done':256,'parts':256,'compared':1234,'differences':%d,'from':%d,'listed':[%s]}"
        .formatted(notCompared, differences, after, listed);
  }

  private String output() throws IOException {
    return Files.readString(directory.resolve("output"));
  }

  private int run(String... options) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of("verify", "--url=http://127.0.0.1:" + projector.getAddress().getPort()));
    arguments.addAll(List.of(options));
    Process process = CommandProcess.start(directory.resolve("output"), arguments);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}
