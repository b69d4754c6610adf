package io.leaderboard.cli.stack;

import io.leaderboard.cli.ports.StackPorts;
import io.leaderboard.servers.ServerException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The four services as processes.
 *
 * @param home the checkout, whose jars are run
 * @param root each has a directory of its name there
 * @param unpacked where their jars are taken apart, and kept for the next start
 * @param ports of the services, and of the servers that they use
 * @param jvmFlags further ones
 */
public record Services(
    Path home, Path root, Path unpacked, StackPorts ports, List<String> jvmFlags) {
  private static final int INGEST_HEAP = 320;
  private static final int QUERY_HEAP = 320;

  /**
   * Projectors remember the ids of the last 200,000 records of every partition, 10 MB each, and a
   * rebuild holds 200,000 standings a thread beside them.
   */
  private static final int PROJECTOR_HEAP = 768;

  /** One folds what it read while Redis applies what the other sent. */
  private static final int PROJECTOR_THREADS = 2;

  /**
   * Of all but those who answer readers: they are judged by what they get through, and most of what
   * they make is garbage at once: half of the heap is for it, and no barriers for a concurrent
   * collector. The RATIONALE says what was measured.
   */
  private static final List<String> THROUGHPUT = List.of("-XX:+UseParallelGC", "-XX:NewRatio=1");

  public Services {
    jvmFlags = List.copyOf(jvmFlags);
  }

  /**
   * One of them.
   *
   * @param more settings besides those that place it on its ports
   * @throws ServerException when its jar is missing, or there is no such service
   */
  public Component of(String name, Map<String, Object> more) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("leaderboard.log.bootstrap-servers", "127.0.0.1:" + ports.kafka());
    if (name.equals("redis-projector") || name.equals("query-service")) {
      settings.put("leaderboard.redis.uri", "redis://127.0.0.1:" + ports.redis());
    }
    // The redis-projector connects to it only when a restore or a comparison is asked for.
    if (!name.equals("ingest-service")) {
      settings.put("leaderboard.cassandra.contact-points", "127.0.0.1:" + ports.cassandra());
      settings.put("leaderboard.cassandra.local-datacenter", "datacenter1");
    }
    if (name.equals("redis-projector")) {
      settings.put("leaderboard.projection.concurrency", PROJECTOR_THREADS);
    }
    settings.putAll(more);
    return switch (name) {
      case "ingest-service" ->
          api(name, INGEST_HEAP, settings, ports.ingest(), ports.ingestManagement());
      case "query-service" ->
          api(name, QUERY_HEAP, settings, ports.query(), ports.queryManagement());
      case "redis-projector" -> projector(name, settings, ports.redisProjector());
      case "cassandra-projector" -> projector(name, settings, ports.cassandraProjector());
      default -> throw new ServerException("there is no service " + name);
    };
  }

  private Component api(
      String name, int heapMiB, Map<String, Object> settings, int port, int managementPort) {
    settings.put("server.port", port);
    settings.put("management.server.address", "127.0.0.1");
    settings.put("management.server.port", managementPort);
    return service(name, heapMiB, settings, List.of(port, managementPort), managementPort);
  }

  /** A projector serves nothing but Actuator, on the one port that it has. */
  private Component projector(String name, Map<String, Object> settings, int port) {
    settings.put("server.port", port);
    return service(name, PROJECTOR_HEAP, settings, List.of(port), port);
  }

  private Component service(
      String name,
      int heapMiB,
      Map<String, Object> settings,
      List<Integer> listens,
      int managementPort) {
    List<String> flags = new ArrayList<>(ServiceMemory.ofHeap(heapMiB).flags());
    if (!name.equals("query-service")) {
      flags.addAll(THROUGHPUT);
    }
    flags.addAll(jvmFlags);
    List<String> arguments = new ArrayList<>(List.of("--server.address=127.0.0.1"));
    settings.forEach((key, value) -> arguments.add("--" + key + "=" + value));
    return new ServiceComponent(
        name,
        root.resolve(name),
        new ServiceCommand(flags, new ServiceClasses(jar(name), unpacked.resolve(name)), arguments),
        listens,
        managementPort);
  }

  private Path jar(String service) {
    Path jar = home.resolve(service).resolve("target").resolve(service + "-0.1.0-SNAPSHOT.jar");
    if (!Files.isRegularFile(jar)) {
      throw new ServerException(
          "%s is missing; start this with deploy/leaderboard, which builds it".formatted(jar));
    }
    return jar;
  }
}
