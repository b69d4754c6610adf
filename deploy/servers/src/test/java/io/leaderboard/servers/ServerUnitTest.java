package io.leaderboard.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerUnitTest {
  @TempDir private Path home;

  @Test
  void readsTheListThatMavenWrote() throws IOException {
    Path one = Files.createFile(home.resolve("one-1.jar"));
    Path two = Files.createFile(home.resolve("two-2.jar"));
    list(one + File.pathSeparator + two + "\n");

    ServerUnit unit = ServerUnit.find("kafka", home);

    assertThat(unit.jars()).containsExactly(one, two);
    assertThat(unit.jar("two-")).isEqualTo(two);
    assertThat(unit.classPath()).isEqualTo(one + File.pathSeparator + two);
  }

  @Test
  void namesTheCommandThatMakesAMissingList() {
    assertThatThrownBy(() -> ServerUnit.find("kafka", home))
        .isInstanceOf(ServerException.class)
        .hasMessage(
            "the list of kafka's jars is missing; run \"mvn -q -pl deploy/servers/units,deploy/servers/kafka"
                + " process-resources\" in "
                + home);
  }

  @Test
  void noticesJarsThatAreGone() throws IOException {
    list(home.resolve("gone-1.jar").toString());

    assertThatThrownBy(() -> ServerUnit.find("kafka", home))
        .isInstanceOf(ServerException.class)
        .hasMessageStartingWith("gone-1.jar is no longer in Maven's repository; run \"mvn");
  }

  @Test
  void findsTheProjectUpwards() throws IOException {
    Path below = Files.createDirectories(home.resolve("ingest-service/target"));
    Files.createDirectories(home.resolve("deploy/servers"));

    assertThat(ProjectHome.find(null, below)).isEqualTo(home);
    assertThat(ProjectHome.find("/elsewhere", below)).isEqualTo(Path.of("/elsewhere"));
  }

  @Test
  void saysHowToNameTheProjectOutsideOfIt() {
    assertThatThrownBy(() -> ProjectHome.find(null, home))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("-Dleaderboard.home=DIRECTORY");
  }

  private void list(String content) throws IOException {
    Path target = Files.createDirectories(home.resolve("deploy/servers/kafka/target"));
    Files.writeString(target.resolve("classpath"), content);
  }
}
