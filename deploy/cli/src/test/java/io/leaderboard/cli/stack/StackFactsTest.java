package io.leaderboard.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.leaderboard.cli.ports.StackPorts;
import io.leaderboard.servers.ServerLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackFactsTest {
  @TempDir Path directory;

  @Test
  void everyPortMovesByTheOffsetAndNoneIsUsedTwice() {
    assertThat(ports(0)).doesNotHaveDuplicates();
    assertThat(ports(50_000)).isEqualTo(ports(0).stream().map(port -> port + 50_000).toList());
    assertThat(ports(50_000)).allMatch(port -> port < 65_536);
    assertThatThrownBy(() -> new StackPorts(50_001)).hasMessage("must be 0 to 50000, but is 50001");
  }

  @Test
  void aRecycledPidIsNotTakenForTheProcessThatHadIt() {
    ProcessId self = ProcessId.of(ProcessHandle.current());

    assertThat(self.find()).contains(ProcessHandle.current());
    assertThat(new ProcessId(self.pid(), self.started().minus(Duration.ofMinutes(1))).find())
        .isEmpty();
  }

  @Test
  void aProcessThatNobodyCollectedIsGone() throws Exception {
    // The shell becomes a sleep, which collects no children, while its child ends at once.
    Process parent = new ProcessBuilder("sh", "-c", "sleep 1 & exec sleep 600").start();
    try {
      await().until(() -> parent.children().findAny().isPresent());
      ProcessId child = ProcessId.of(parent.children().findAny().orElseThrow());

      await().until(() -> child.find().isEmpty());
    } finally {
      parent.destroyForcibly().waitFor();
    }
  }

  @Test
  void theLagOfAProjectorIsTheSumOfRecordsAndTheLongestDelay() {
    assertThat(
            ProjectionLag.read(
                """
                {"projectors":[
                  {"name":"a","partitions":[{"lagRecords":1200,"lagMs":5},{"lagRecords":34,"lagMs":70}]},
                  {"name":"b","problem":"Redis does not answer","partitions":[]},
                  {"name":"c","partitions":[{"partition":0}]}]}
                """))
        .isEqualTo(
            Map.of("a", "1,234 records, 70 ms", "b", "Redis does not answer", "c", "not known"));
  }

  @Test
  void aFailedStartIsToldInTheWordsOfItsDescription() throws Exception {
    Path log =
        Files.writeString(
            directory.resolve("log"),
            """
            ERROR o.s.b.d.LoggingFailureAnalysisReporter   :

            ***************************
            APPLICATION FAILED TO START
            ***************************

            Description:

            Web server failed to start. Port 8081
            was already in use.

            Action:

            Stop it.
            """);

    assertThat(new ServiceLog(new ServerLog(log)).tellingLine())
        .isEqualTo("Web server failed to start. Port 8081 was already in use.");
  }

  private static List<Integer> ports(int offset) {
    StackPorts ports = new StackPorts(offset);
    return List.of(
        ports.kafka(),
        ports.kafkaController(),
        ports.redis(),
        ports.cassandra(),
        ports.cassandraStorage(),
        ports.query(),
        ports.queryManagement(),
        ports.ingest(),
        ports.ingestManagement(),
        ports.redisProjector(),
        ports.cassandraProjector());
  }
}
