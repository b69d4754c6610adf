package io.leaderboard.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The smallest benchmark as a user runs it, at a hundredth of its size. */
class BenchIT {
  @TempDir Path directory;

  @Test
  void theMemoryOfEveryKindOfBoardIsComparedAndNothingIsLeftRunning() throws Exception {
    Path json = directory.resolve("bench.json");
    Path output = directory.resolve("output");
    Process bench =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-Dleaderboard.home=" + Repository.root(),
                "-jar",
                Repository.root()
                    .resolve("deploy/cli/target")
                    .resolve("leaderboard-cli-" + System.getProperty("project.version") + ".jar")
                    .toString(),
                "bench",
                "memory",
                "--scale",
                "0.01",
                "--json",
                json.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(bench.waitFor(5, TimeUnit.MINUTES)).isTrue();
      String said = Files.readString(output);
      // Which targets are met at this size is not the question, but it must say so.
      assertThat(bench.exitValue()).as(said).isBetween(0, 1);
      assertThat(json).as(said).exists();
      assertThat(said).contains("memory-shared", "memory-earliest", "memory-small-boards");
      JsonNode document = JsonMapper.shared().readTree(Files.readString(json));
      List<Double> ratios =
          document.path("rows").valueStream().map(row -> row.path("median").asDouble()).toList();
      assertThat(ratios).hasSize(3).allSatisfy(ratio -> assertThat(ratio).isBetween(0.5, 4.0));
      boolean allMet =
          document.path("rows").valueStream().allMatch(row -> row.path("met").asBoolean());
      assertThat(bench.exitValue()).isEqualTo(allMet ? 0 : 1);
      // What the service loaded is there for its next start.
      assertThat(Repository.root().resolve(".local/bench/unpacked/redis-projector"))
          .isDirectoryContaining(file -> file.getFileName().toString().endsWith(".jsa"));
    } finally {
      bench.descendants().forEach(ProcessHandle::destroyForcibly);
      bench.destroyForcibly();
    }
    // Whatever became of the command, those who watch over its servers end them.
    String directory = Repository.root().resolve(".local/bench/memory").toString();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(
                        ProcessHandle.allProcesses()
                            .map(process -> process.info().commandLine().orElse("")))
                    .noneMatch(line -> line.contains(directory)));
  }
}
