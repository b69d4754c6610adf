package io.leaderboard.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers in a JVM start from the classes that their first run left. */
class KeptClassesIT {
  @TempDir private Path directory;

  @Test
  void ofKafka() throws IOException {
    startsFromWhatItLeft(KafkaServer.onFreePorts(spec()));
  }

  @Test
  void ofCassandra() throws IOException {
    startsFromWhatItLeft(CassandraServer.onFreePorts(spec()));
  }

  private ServerSpec spec() {
    return ServerSpec.in(directory).withMemoryMiB(512).keepingClasses();
  }

  private static void startsFromWhatItLeft(LocalServer server) throws IOException {
    try {
      server.start();
      assertThat(commandOf(server)).contains("-XX:ArchiveClassesAtExit=");
      server.stop();

      server.start();

      assertThat(commandOf(server)).contains("-XX:SharedArchiveFile=");
      assertThat(server.isServing()).isTrue();
    } finally {
      server.kill();
    }
  }

  private static String commandOf(LocalServer server) throws IOException {
    return Files.readString(
        Path.of("/proc/" + server.pid() + "/cmdline"), StandardCharsets.ISO_8859_1);
  }
}
