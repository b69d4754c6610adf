package io.leaderboard.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The smallest benchmark as a user runs it, at a hundredth of its size. */
@Tag("long")
class BenchIT {
  @TempDir Path directory;

  @Test
  void theMemoryOfEveryKindOfBoardIsComparedAndNothingIsLeftRunning() throws Exception {
    Path json = directory.resolve("bench.json");
    CommandLine bench =
        CommandLine.run(
            directory.resolve("output"),
            "bench",
            "memory",
            "--scale",
            "0.01",
            "--json",
            json.toString());

    // Which targets are met at this size is not the question, but it must say so.
    assertThat(bench.status()).as(bench.output()).isBetween(0, 1);
    assertThat(json).as(bench.output()).exists();
    assertThat(bench.output()).contains("memory-shared", "memory-earliest", "memory-small-boards");
    JsonNode document = JsonMapper.shared().readTree(Files.readString(json));
    List<Double> ratios =
        document.path("rows").valueStream().map(row -> row.path("median").asDouble()).toList();
    assertThat(ratios).hasSize(3).allSatisfy(ratio -> assertThat(ratio).isBetween(0.5, 4.0));
    boolean allMet =
        document.path("rows").valueStream().allMatch(row -> row.path("met").asBoolean());
    assertThat(bench.status()).isEqualTo(allMet ? 0 : 1);
    // What the service loaded is there for its next start.
    assertThat(Repository.root().resolve(".local/bench/unpacked/redis-projector"))
        .isDirectoryContaining(file -> file.getFileName().toString().endsWith(".jsa"));
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
