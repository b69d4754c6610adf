package io.leaderboard.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.cli.CommandProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledImportIT {
  @TempDir Path directory;

  @Test
  void anImportThatWasKilledInTheMiddleGoesOn() throws Exception {
    Path file = directory.resolve("goals.csv");
    StringBuilder csv = new StringBuilder("who,when\n");
    for (int i = 0; i < 23_000; i++) {
      csv.append("user").append(i % 20_000).append(",2020-01-01\n");
    }
    Files.writeString(file, csv);
    try (ContractServer server = new ContractServer()) {
      server.holdFrom(2);
      Process first = start(server, file);
      await().until(() -> server.requests() == 3);
      first.destroyForcibly().waitFor();
      server.holdFrom(Integer.MAX_VALUE);

      Process second = start(server, file);
      assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();

      assertThat(second.exitValue()).isZero();
      assertThat(Files.readString(directory.resolve("output")))
          .contains("going on after line 10,001");
      // The lines of the request that nobody heard the answer of were sent twice.
      assertThat(server.requestSizes).startsWith(5_000, 5_000, 5_000, 5_000, 5_000, 3_000);
      assertThat(server.events).hasSize(23_000);
      assertThat(server.total("user7")).isEqualTo(2);
    }
  }

  private Process start(ContractServer server, Path file) throws IOException {
    List<String> arguments =
        List.of(
            "import",
            file.toString(),
            "--url=" + server.url(),
            "--journal=" + directory.resolve("journal"),
            "--game=g",
            "--user=who",
            "--score=1",
            "--at=when");
    return CommandProcess.start(directory.resolve("output"), arguments);
  }
}
