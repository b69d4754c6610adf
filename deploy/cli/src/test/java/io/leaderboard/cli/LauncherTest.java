package io.leaderboard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script deploy/leaderboard in a checkout of its own, with a Maven that only says what it is
 * asked.
 */
class LauncherTest {
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "dirname",
          "readlink",
          "sed",
          "head",
          "find",
          "mkdir",
          "chmod",
          "rm",
          "cp",
          "touch");

  @TempDir Path directory;
  private Path home;
  private Path tools;

  @BeforeEach
  void makeCheckout() throws IOException {
    home = Files.createDirectories(directory.resolve("a checkout"));
    for (String source : List.of("deploy/cli", "deploy/servers")) {
      Files.createDirectories(home.resolve(source).resolve("src/main"));
      Files.writeString(home.resolve(source).resolve("pom.xml"), "<project/>");
    }
    Files.createDirectories(home.resolve("deploy/servers/units"));
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    Files.copy(
        Path.of("../leaderboard").toAbsolutePath(),
        home.resolve("deploy/leaderboard"),
        StandardCopyOption.COPY_ATTRIBUTES);
    tools = Files.createDirectories(directory.resolve("tools"));
    for (String tool : TOOLS) {
      executable(tools.resolve(tool), "exec " + pathOf(tool) + " \"$@\"");
    }
  }

  @Test
  void aMissingMavenIsOneLineThatSaysWhatToDo() throws Exception {
    assertThat(run("status"))
        .isEqualTo(
            "Maven was not found on the PATH, and deploy/cli must be built; install it (Debian: apt-get install maven).\n");
  }

  @Test
  void itBuildsOnlyWhatIsOlderThanItsSources() throws Exception {
    executable(
        tools.resolve("mvn"),
        "echo \"maven $*\"; mkdir -p deploy/cli/target; touch deploy/cli/target/leaderboard-cli-0.1.0-SNAPSHOT.jar");

    assertThat(run("status")).contains("maven -q").contains("-pl deploy/cli -am package");
    assertThat(run("status")).doesNotContain("maven");
    Files.writeString(home.resolve("deploy/cli/src/main/New.java"), "class New {}");
    assertThat(run("status")).contains("-pl deploy/cli -am package");
    assertThat(run("status")).doesNotContain("maven");
    assertThat(run("up"))
        .contains("deploy/servers/cassandra")
        .contains("ingest-service")
        .doesNotContain("deploy/cli,");
  }

  @Test
  void whatServicesShareIsASourceOfTheirs() throws Exception {
    executable(
        tools.resolve("mvn"),
        """
        echo "maven $*"
        for result in deploy/cli/target/leaderboard-cli ingest-service/target/ingest-service \\
            redis-projector/target/redis-projector cassandra-projector/target/cassandra-projector \\
            query-service/target/query-service; do
          mkdir -p "${result%/*}"; touch "$result-0.1.0-SNAPSHOT.jar"
        done
        for server in kafka redis cassandra; do
          mkdir -p deploy/servers/$server/target; touch deploy/servers/$server/target/classpath
        done""");
    for (String part : modulesOfCommonEvents()) {
      Path sources = home.resolve("common-events").resolve(part).resolve("src/main");
      Files.createDirectories(sources);
      assertThat(run("up")).as("at first, with %s", part).contains("maven");
      assertThat(run("up")).as("nothing new").doesNotContain("maven");
      Files.writeString(sources.resolve("New.java"), "class New {}");
      assertThat(run("up")).as(part).contains("cassandra-projector").contains("query-service");
    }
  }

  /** Those that a service runs with: all but the micro-benchmarks. */
  private static List<String> modulesOfCommonEvents() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("../../common-events").toAbsolutePath())) {
      return all.filter(module -> Files.isDirectory(module.resolve("src/main")))
          .map(module -> module.getFileName().toString())
          .filter(module -> !module.equals("jmh"))
          .sorted()
          .toList();
    }
  }

  @Test
  void whatIsKeptIsForNobodyElseToRead() throws Exception {
    run("status");

    assertThat(Files.getPosixFilePermissions(home.resolve(".local")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  /** Where the arguments and the names of files would be read as ASCII, another locale is taken. */
  @Test
  void aLocaleOfAsciiAloneIsReplacedByOneOfUtf8() throws Exception {
    executable(tools.resolve("mvn"), "echo \"locale ${LC_ALL:-none}\"; exit 1");
    executable(
        tools.resolve("locale"),
        "case ${LC_ALL:-} in *UTF-8) echo UTF-8 ;; *) echo ANSI_X3.4-1968 ;; esac");

    assertThat(run("status")).contains("locale C.UTF-8");

    executable(tools.resolve("locale"), "echo ISO-8859-1");
    assertThat(run("status")).doesNotContain("UTF-8");
  }

  @Test
  void aBuildThatFailsEndsThere() throws Exception {
    executable(tools.resolve("mvn"), "echo broken; exit 1");

    assertThat(run("status")).endsWith("broken\nThe build failed, see above.\n");
  }

  /** What it prints; it fails where Java is started, since there is no jar. */
  private String run(String command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(home.resolve("deploy/leaderboard").toString(), command)
            .directory(directory.toFile())
            .redirectErrorStream(true);
    builder.environment().put("PATH", tools.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(1);
    return output;
  }

  private static void executable(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path pathOf(String tool) {
    return List.of(Path.of("/usr/bin", tool), Path.of("/bin", tool)).stream()
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }
}
