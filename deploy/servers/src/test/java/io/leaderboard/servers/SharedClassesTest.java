package io.leaderboard.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedClassesTest {
  @TempDir private Path directory;

  @Test
  void theFirstRunLeavesAnArchiveAndLaterOnesStartFromIt() throws Exception {
    SharedClasses classes = SharedClasses.in(directory, "17", "a.jar");
    Path made = flagged(classes, "-XX:ArchiveClassesAtExit=");
    Files.writeString(made, "classes");

    classes.ended();

    assertThat(flagged(classes, "-XX:SharedArchiveFile=")).hasContent("classes");
    assertThat(made).doesNotExist();
  }

  @Test
  void aRunThatDidNotEndLeavesNoneToStartFrom() throws Exception {
    SharedClasses classes = SharedClasses.in(directory, "17", "a.jar");
    Files.writeString(flagged(classes, "-XX:ArchiveClassesAtExit="), "half");

    assertThat(flagged(SharedClasses.in(directory, "17", "a.jar"), "-XX:ArchiveClassesAtExit="))
        .hasContent("half");
  }

  @Test
  void otherClassesHaveAnArchiveOfTheirOwn() throws Exception {
    SharedClasses former = SharedClasses.in(directory, "17", "a.jar");
    Files.writeString(flagged(former, "-XX:ArchiveClassesAtExit="), "classes");
    former.ended();

    assertThat(flagged(SharedClasses.in(directory, "17", "b.jar"), "-XX:ArchiveClassesAtExit="))
        .doesNotExist();
  }

  private static Path flagged(SharedClasses classes, String flag) {
    return classes.flags().stream()
        .filter(each -> each.startsWith(flag))
        .map(each -> Path.of(each.substring(flag.length())))
        .findFirst()
        .orElseThrow();
  }
}
