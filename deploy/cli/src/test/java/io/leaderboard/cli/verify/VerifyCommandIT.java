package io.leaderboard.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.leaderboard.cli.CommandProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process, against a projector that answers as it is told. */
class VerifyCommandIT {
  @TempDir Path directory;
  private final List<String> posted = new ArrayList<>();
  private HttpServer projector;
  private int status = 202;
  private String begun = "{'id':'v1'}";
  private String report = report("done", 0, "");

  @BeforeEach
  void start() throws IOException {
    projector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    projector.createContext(
        "/actuator/verify",
        exchange -> {
          boolean isPost = exchange.getRequestMethod().equals("POST");
          if (isPost) {
            posted.add(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          }
          byte[] said =
              (isPost ? begun : report).replace('\'', '"').getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(isPost ? status : 200, said.length);
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
  void differencesAreListedUpToABoundAndAllAreCountedAndTheExitStatusIs1() throws Exception {
    report =
        report(
            "done",
            7,
            "{'gameId':'chess','boardId':'b','period':'all-time','userId':'a\\tb','redis':'7','cassandra':null,'position':'0:12'},"
                + "{'gameId':'chess','boardId':'b','period':'all-time','userId':'c','redis':null,'cassandra':'3','position':'0:12'}");

    assertThat(run("--list", "1")).isEqualTo(1);
    assertThat(output())
        .contains("chess b all-time a b: Redis 7, Cassandra nothing, at 0:12")
        .doesNotContain("Redis nothing")
        .contains("7 differences among 1,234 standings, the first 1 of which are listed");
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

  private static String report(String state, int differences, String listed) {
    return "{'id':'v1','gameId':null,'state':'%s','reason':null,'done':256,'parts':256,'compared':1234,'differences':%d,'listed':[%s]}"
        .formatted(state, differences, listed);
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
