package io.leaderboard.cli.bench;

import io.leaderboard.cli.CommandException;
import io.leaderboard.cli.ports.StackPorts;
import io.leaderboard.cli.stack.Component;
import io.leaderboard.cli.stack.Services;
import io.leaderboard.servers.CassandraServer;
import io.leaderboard.servers.FileTree;
import io.leaderboard.servers.KafkaServer;
import io.leaderboard.servers.Ports;
import io.leaderboard.servers.RedisBinary;
import io.leaderboard.servers.RedisServer;
import io.leaderboard.servers.ServerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The servers and services of one benchmark: real processes on free ports, with their data in an
 * empty directory of their own below {@code .local/bench}. Closing it ends them all; should this
 * process be killed, they end by themselves.
 */
final class BenchStack implements AutoCloseable {
  private static final int KAFKA_HEAP = 384;
  private static final int CASSANDRA_HEAP = 640;

  /** As much as the largest benchmark's boards and sets take, and no more than it should. */
  private static final int REDIS_DATA = 6_144;

  /** Of the least port, below those that connections get; see {@link Ports}. */
  private static final int LEAST_OFFSET = 14_000;

  private static final int OFFSETS = 8_000;
  private static final int ATTEMPTS = 100;

  private final Path root;
  private final BenchRun run;
  private final StackPorts ports = freePorts();
  private final Services services;
  private final KafkaServer kafka;
  private final RedisServer redis;
  private final CassandraServer cassandra;
  private final List<RedisServer> masters = new ArrayList<>();
  private final Deque<Component> running = new ArrayDeque<>();

  /**
   * @param name of the benchmark and of its directory, which is emptied
   */
  BenchStack(BenchRun run, String name) {
    this.run = run;
    this.root = run.home().resolve(".local/bench").resolve(name);
    try {
      FileTree.delete(root);
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new CommandException("%s cannot be emptied: %s".formatted(root, e), e);
    }
    this.services = services(root, ports, "unpacked");
    this.kafka = new KafkaServer(spec("kafka", KAFKA_HEAP), ports.kafka(), ports.kafkaController());
    this.redis = redis("redis", ports.redis(), List.of());
    this.cassandra =
        new CassandraServer(
            spec("cassandra", CASSANDRA_HEAP), ports.cassandra(), ports.cassandraStorage());
  }

  private Services services(Path directory, StackPorts at, String unpacked) {
    return new Services(
        run.home(),
        directory,
        run.home().resolve(".local/bench").resolve(unpacked),
        at,
        run.profile() ? flightRecorder() : List.of());
  }

  private RedisServer redis(String name, int port, List<String> more) {
    // Rewriting the append-only file takes a processor for seconds, at moments of its own.
    List<String> options = new ArrayList<>(List.of("--auto-aof-rewrite-percentage", "0"));
    options.addAll(List.of("--appendonly", run.appendOnly() ? "yes" : "no"));
    options.addAll(more);
    return new RedisServer(spec(name, REDIS_DATA), port, RedisBinary.preferred(), options);
  }

  private static List<String> flightRecorder() {
    return List.of(
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:+DebugNonSafepoints",
        "-XX:StartFlightRecording=filename=profile.jfr,settings=profile,maxsize=200m");
  }

  Path root() {
    return root;
  }

  StackPorts ports() {
    return ports;
  }

  KafkaServer kafka() {
    kafka.start();
    return kafka;
  }

  RedisServer redis() {
    redis.start();
    return redis;
  }

  /** Starts masters that a cluster may be made of. */
  List<RedisServer> masters(int count) {
    for (int i = 0; i < count; i++) {
      RedisServer master =
          redis("master-" + i, Ports.freeOfCluster(), List.of("--cluster-enabled", "yes"));
      masters.add(master);
      master.start();
    }
    return List.copyOf(masters);
  }

  CassandraServer cassandra() {
    cassandra.start();
    return cassandra;
  }

  /** Starts a service and returns when it is ready. */
  Component service(String name, Map<String, Object> settings) {
    return start(services, name, settings);
  }

  /** Starts a further process of a service that runs already. */
  Component another(String name, int number, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("leaderboard.log.bootstrap-servers", kafka.bootstrapServers());
    all.putIfAbsent("leaderboard.redis.uri", redis.uri());
    // The class data of a service are for one process at a time.
    String own = "further-" + number;
    return start(services(root.resolve(own), freePorts(), own), name, all);
  }

  private Component start(Services from, String name, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("leaderboard.log.partitions", run.layout().partitions());
    Component service = from.of(name, all);
    running.push(service);
    service.start();
    return service;
  }

  @Override
  public void close() {
    running.forEach(Component::stop);
    cassandra.kill();
    masters.forEach(RedisServer::kill);
    redis.kill();
    kafka.kill();
  }

  private ServerSpec spec(String name, int memoryMiB) {
    return ServerSpec.in(root.resolve(name)).withMemoryMiB(memoryMiB);
  }

  private static StackPorts freePorts() {
    Random random = new Random();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      StackPorts ports = new StackPorts(LEAST_OFFSET + random.nextInt(OFFSETS));
      if (all(ports).allMatch(Ports::isFree)) {
        return ports;
      }
    }
    throw new CommandException("no free ports were found on 127.0.0.1");
  }

  private static IntStream all(StackPorts ports) {
    return IntStream.of(
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
