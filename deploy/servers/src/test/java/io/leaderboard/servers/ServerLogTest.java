package io.leaderboard.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {
  @TempDir private Path directory;

  @Test
  void findsTheLineThatSpeaksOfTheError() throws IOException {
    ServerLog log =
        log(
            "starting\njava.io.IOException: Permission denied\n\tat java.base/File.error(File.java)\nbye\n");

    assertThat(log.tellingLine()).isEqualTo("java.io.IOException: Permission denied");
  }

  @Test
  void takesTheLastLineWhenNoneSpeaksOfAnError() throws IOException {
    assertThat(log("one\ntwo\n\n").tellingLine()).isEqualTo("two");
  }

  @Test
  void saysSoWhenNothingWasPrinted() {
    assertThat(new ServerLog(directory.resolve("absent")).tellingLine())
        .isEqualTo("it printed nothing");
  }

  @Test
  void cutsLongLines() throws IOException {
    assertThat(log("error " + "x".repeat(10_000)).tellingLine()).hasSizeLessThan(310);
  }

  @Test
  void readsOnlyTheEndOfALongLog() throws IOException {
    assertThat(log("error at first\n" + "line\n".repeat(100_000)).tellingLine()).isEqualTo("line");
  }

  @Test
  void keepsTheFormerRunsFileAndNoMore() throws IOException {
    ServerLog log = log("first");
    log.roll();
    log("second");
    log.roll();

    assertThat(log.file()).doesNotExist();
    assertThat(directory.resolve("server.log.1")).hasContent("second");
    assertThat(directory.toFile().list()).hasSize(1);
  }

  private ServerLog log(String content) throws IOException {
    return new ServerLog(Files.writeString(directory.resolve("server.log"), content));
  }
}
