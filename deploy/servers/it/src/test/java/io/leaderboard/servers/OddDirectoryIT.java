package io.leaderboard.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A checkout may lie in a directory of any name: each server keeps its data there and nowhere else.
 */
class OddDirectoryIT {
  /** What configuration files of one kind or another take for something else. */
  private static final String ODD = "josé, 100% #1 'mine' \\u00e9";

  @TempDir private Path directory;

  @Test
  void kafkaKeepsItsDataThere() throws IOException {
    KafkaServer kafka = KafkaServer.onFreePorts(spec("kafka"));
    runsTwice(kafka);
    assertThat(kafka.dataDirectory()).isDirectoryContaining("glob:**/meta.properties");
  }

  @Test
  void redisKeepsItsDataThere() throws IOException {
    RedisServer redis = new RedisServer(spec("redis"), Ports.free());
    runsTwice(redis);
    assertThat(redis.dataDirectory()).isNotEmptyDirectory();
  }

  @Test
  void cassandraKeepsItsDataThere() throws IOException {
    CassandraServer cassandra = CassandraServer.onFreePorts(spec("cassandra"));
    runsTwice(cassandra);
    assertThat(cassandra.dataDirectory().resolve("commitlog")).isNotEmptyDirectory();
  }

  private ServerSpec spec(String server) {
    return ServerSpec.in(directory.resolve(ODD).resolve(server)).withMemoryMiB(512);
  }

  private void runsTwice(LocalServer server) throws IOException {
    try {
      server.start();
      server.restart();
      try (Stream<Path> entries = Files.list(directory)) {
        List<Path> names = entries.map(Path::getFileName).toList();
        assertThat(names).containsExactly(Path.of(ODD));
      }
    } finally {
      server.kill();
    }
  }
}
