package io.leaderboard.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaRuntimeTest {
  @TempDir private Path directory;

  @Test
  void picksTheFirstOfTheWantedVersion() throws IOException {
    Path newer = java("newer", "25.0.1");
    Path older = java("older", "1.8.0_400");
    Path right = java("right", "17.0.15");

    assertThat(
            JavaRuntime.firstOfVersion(17, List.of(newer, older, right, java("later", "17.0.1"))))
        .contains(new JavaRuntime(right));
  }

  @Test
  void passesOverDirectoriesWithoutJava() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("empty"));

    assertThat(JavaRuntime.firstOfVersion(17, List.of(empty, directory.resolve("absent"))))
        .isEmpty();
  }

  @Test
  void saysWhatToDoWhenThereIsNone() {
    assertThatThrownBy(() -> JavaRuntime.seventeen(List.of(directory)))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("Cassandra needs Java 17 and none was found; install it")
        .hasMessageContaining("JAVA_HOME")
        .hasMessageNotContaining("\n");
  }

  @Test
  void knowsTheVersionOfTheRunningOne() {
    assertThat(JavaRuntime.running().version()).isEqualTo(Runtime.version().feature());
  }

  private Path java(String name, String version) throws IOException {
    Path home = directory.resolve(name);
    Path executable = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(executable, "");
    assertThat(executable.toFile().setExecutable(true)).isTrue();
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }
}
