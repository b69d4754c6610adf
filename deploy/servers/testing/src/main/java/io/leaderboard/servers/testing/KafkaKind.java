package io.leaderboard.servers.testing;

import io.leaderboard.servers.KafkaServer;
import io.leaderboard.servers.LocalServer;
import io.leaderboard.servers.ServerProbe;
import io.leaderboard.servers.ServerSpec;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** Kafka of one node. */
record KafkaKind() implements ServerKind<KafkaAddress> {
  private static final DockerImageName IMAGE = DockerImageName.parse("apache/kafka:4.2.1");
  private static final int PORT = 9092;

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public ServerProbe probe() {
    return ServerProbe.KAFKA;
  }

  @Override
  public KafkaAddress address(String host, int port) {
    return new KafkaAddress(host + ":" + port);
  }

  @Override
  public LocalServer local(ServerSpec spec) {
    return KafkaServer.onFreePorts(spec);
  }

  @Override
  public GenericContainer<?> container(String hostPort) {
    KafkaContainer kafka =
        new KafkaContainer(IMAGE)
            .withEnv("KAFKA_HEAP_OPTS", "-Xmx512m")
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
            .withEnv("KAFKA_BROKER_SESSION_TIMEOUT_MS", "3000")
            .withEnv("KAFKA_BROKER_HEARTBEAT_INTERVAL_MS", "500")
            .withEnv("KAFKA_LOG_CLEANER_DEDUPE_BUFFER_SIZE", "16777216");
    kafka.setPortBindings(List.of(hostPort + ":" + PORT));
    return kafka;
  }
}
