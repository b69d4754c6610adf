package io.leaderboard.cli.stack;

import io.leaderboard.cli.ports.StackPorts;
import io.leaderboard.servers.CassandraServer;
import io.leaderboard.servers.KafkaServer;
import io.leaderboard.servers.RedisServer;
import io.leaderboard.servers.ServerSpec;
import java.util.List;
import java.util.Map;

/** What the system consists of on one machine, and how much memory each part may take. */
record LocalStack(StackDirectory directory, StackPorts ports) {
  /** Heap in MiB. With everything beside the heaps the whole stack stays below 6 GiB. */
  private static final int KAFKA_HEAP = 384;

  private static final int CASSANDRA_HEAP = 640;

  /** Redis counts its data; its process is somewhat larger. */
  private static final int REDIS_DATA = 512;

  /** What services cannot come up without; Cassandra, which starts slowest, they wait for. */
  List<Component> servers() {
    KafkaServer kafka =
        new KafkaServer(spec("kafka", KAFKA_HEAP), ports.kafka(), ports.kafkaController());
    RedisServer redis = new RedisServer(spec("redis", REDIS_DATA), ports.redis());
    CassandraServer cassandra =
        new CassandraServer(
            spec("cassandra", CASSANDRA_HEAP), ports.cassandra(), ports.cassandraStorage());
    return List.of(
        new ServerComponent(kafka, List.of(ports.kafka(), ports.kafkaController())),
        new ServerComponent(redis, List.of(ports.redis())),
        new ServerComponent(cassandra, List.of(ports.cassandra(), ports.cassandraStorage())));
  }

  /** Those that write the log or its projections. */
  List<Component> projectors() {
    return List.of(service("redis-projector"), service("cassandra-projector"));
  }

  /** Those that clients talk to. */
  List<Component> apis() {
    return List.of(service("ingest-service"), service("query-service"));
  }

  private Component service(String name) {
    return new Services(
            directory.home(),
            directory.root(),
            directory.root().resolve("unpacked"),
            ports,
            List.of())
        .of(name, Map.of());
  }

  private ServerSpec spec(String name, int memoryMiB) {
    return ServerSpec.in(directory.of(name))
        .withMemoryMiB(memoryMiB)
        .withStartTimeout(ServiceComponent.START_TIMEOUT)
        .keepingClasses();
  }
}
