package io.leaderboard.cli.rebuild;

import static io.leaderboard.cli.rebuild.ProjectorStub.filling;
import static io.leaderboard.cli.rebuild.ProjectorStub.live;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.cli.CommandProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process. */
class RebuildCommandIT {
  @TempDir Path directory;

  @Test
  void ctrlCSaysThatTheRebuildGoesOnByItself() throws Exception {
    try (ProjectorStub projector = new ProjectorStub()) {
      projector.toPost(202, "{'id':'7f4'}").toGet(200, filling("7f3", "7f4", "['chess']", 1, 10));
      Process command = start(projector, "--game=chess");
      await().atMost(Duration.ofSeconds(30)).until(() -> projector.reportsAsked() > 1);

      // As the terminal does on Ctrl-C.
      new ProcessBuilder("kill", "-INT", String.valueOf(command.pid())).start().waitFor();

      assertThat(command.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(command.exitValue()).isNotZero();
      assertThat(output()).contains("the rebuild goes on by itself", "game chess (7f4)");
      assertThat(projector.posted).containsExactly("{\"gameId\":\"chess\"}");
    }
  }

  @Test
  void theEndIsToldWithDurationAndDigestsAndExitStatus0() throws Exception {
    try (ProjectorStub projector = new ProjectorStub()) {
      projector
          .toPost(202, "{'id':'7f4'}")
          .toGet(200, live("7f4"))
          .toGet(
              200,
              "{'proof':{'positions':{'0':7,'1':9},'boards':[{'gameId':'chess','boardId':'b','period':'all-time','generation':'7f4','users':3,'digest':'abc'}]}}");

      Process command = start(projector, "--proof");

      assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(output())
          .containsPattern("generation 7f4 is live after \\d+\\.\\d s")
          .contains("digests at 0:7 1:9", "chess b all-time 3 users abc")
          .doesNotContain("goes on by itself");
      assertThat(command.exitValue()).isZero();
      assertThat(projector.asked).contains("digests=*");
    }
  }

  @Test
  void aProjectorThatIsNotUpIsOneLineAndExitStatus1() throws Exception {
    ProjectorStub projector = new ProjectorStub();
    projector.close();

    Process command = start(projector);

    assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(command.exitValue()).isEqualTo(1);
    assertThat(output()).hasLineCount(1).contains("does not answer");
  }

  private String output() throws IOException {
    return Files.readString(directory.resolve("output"));
  }

  private Process start(ProjectorStub projector, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("rebuild", "--url=" + projector.url()));
    arguments.addAll(List.of(options));
    return CommandProcess.start(directory.resolve("output"), arguments);
  }
}
