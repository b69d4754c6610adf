package io.leaderboard.cli.stack;

import io.leaderboard.cli.ports.StackPorts;
import io.leaderboard.servers.CassandraServer;
import io.leaderboard.servers.KafkaServer;
import io.leaderboard.servers.RedisServer;
import io.leaderboard.servers.ServerException;
import io.leaderboard.servers.ServerSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the system consists of on one machine, and how much memory each part may take. */
record LocalStack(StackDirectory directory, StackPorts ports) {
  /** Heap in MiB. With everything beside the heaps the whole stack stays below 6 GiB. */
  private static final int KAFKA_HEAP = 384;

  private static final int CASSANDRA_HEAP = 640;

  /** Redis counts its data; its process is somewhat larger. */
  private static final int REDIS_DATA = 512;

  private static final int INGEST_HEAP = 320;
  private static final int QUERY_HEAP = 320;

  /** Projectors remember the ids of the last 200,000 records of every partition. */
  private static final int PROJECTOR_HEAP = 512;

  /**
   * Ten times the standard thresholds of the optimising compiler, which takes a good part of the
   * two processors while five JVMs start at once; what is hot reaches them within seconds of load.
   */
  private static final List<String> LATE_OPTIMISATION =
      List.of(
          "-XX:Tier4InvocationThreshold=50000",
          "-XX:Tier4MinInvocationThreshold=6000",
          "-XX:Tier4CompileThreshold=150000",
          "-XX:Tier4BackEdgeThreshold=400000");

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
    Map<String, Object> redis = new LinkedHashMap<>();
    redis.put("server.port", ports.redisProjector());
    redis.put("leaderboard.redis.uri", "redis://127.0.0.1:" + ports.redis());
    // Connected to only when a restore or a comparison is asked for.
    redis.putAll(cassandraSettings());
    Map<String, Object> cassandra = new LinkedHashMap<>(cassandraSettings());
    cassandra.put("server.port", ports.cassandraProjector());
    return List.of(
        service(
            "redis-projector",
            PROJECTOR_HEAP,
            redis,
            List.of(ports.redisProjector()),
            ports.redisProjector()),
        service(
            "cassandra-projector",
            PROJECTOR_HEAP,
            cassandra,
            List.of(ports.cassandraProjector()),
            ports.cassandraProjector()));
  }

  /** Those that clients talk to. */
  List<Component> apis() {
    Map<String, Object> ingest = new LinkedHashMap<>();
    ingest.put("server.port", ports.ingest());
    Map<String, Object> query = new LinkedHashMap<>();
    query.put("server.port", ports.query());
    query.put("leaderboard.redis.uri", "redis://127.0.0.1:" + ports.redis());
    query.putAll(cassandraSettings());
    return List.of(
        service(
            "ingest-service",
            INGEST_HEAP,
            ingest,
            List.of(ports.ingest(), ports.ingestManagement()),
            ports.ingestManagement()),
        service(
            "query-service",
            QUERY_HEAP,
            query,
            List.of(ports.query(), ports.queryManagement()),
            ports.queryManagement()));
  }

  private Map<String, Object> cassandraSettings() {
    return Map.of(
        "leaderboard.cassandra.contact-points",
        "127.0.0.1:" + ports.cassandra(),
        "leaderboard.cassandra.local-datacenter",
        "datacenter1");
  }

  private ServerSpec spec(String name, int memoryMiB) {
    return ServerSpec.in(directory.of(name))
        .withMemoryMiB(memoryMiB)
        .withStartTimeout(ServiceComponent.START_TIMEOUT);
  }

  private Component service(
      String name,
      int heapMiB,
      Map<String, Object> settings,
      List<Integer> listens,
      int managementPort) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ServiceMemory.ofHeap(heapMiB).flags());
    command.addAll(LATE_OPTIMISATION);
    command.addAll(List.of("-jar", jar(name).toString()));
    command.add("--server.address=127.0.0.1");
    // A projector serves nothing but Actuator, on the one port that it has.
    if (listens.size() > 1) {
      command.add("--management.server.address=127.0.0.1");
      command.add("--management.server.port=" + managementPort);
    }
    command.add("--leaderboard.log.bootstrap-servers=127.0.0.1:" + ports.kafka());
    settings.forEach((key, value) -> command.add("--" + key + "=" + value));
    return new ServiceComponent(name, directory.of(name), command, listens, managementPort);
  }

  private Path jar(String service) {
    Path jar =
        directory
            .home()
            .resolve(service)
            .resolve("target")
            .resolve(service + "-0.1.0-SNAPSHOT.jar");
    if (!Files.isRegularFile(jar)) {
      throw new ServerException(
          "%s is missing; start this with deploy/leaderboard, which builds it".formatted(jar));
    }
    return jar;
  }
}
