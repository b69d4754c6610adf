package io.leaderboard.cli.bench;

import io.leaderboard.cli.CommandException;
import io.leaderboard.cli.ports.StackPorts;
import io.leaderboard.cli.stack.Component;
import io.leaderboard.cli.stack.DirectoryTree;
import io.leaderboard.cli.stack.Services;
import io.leaderboard.servers.CassandraServer;
import io.leaderboard.servers.KafkaServer;
import io.leaderboard.servers.Ports;
import io.leaderboard.servers.RedisBinary;
import io.leaderboard.servers.RedisServer;
import io.leaderboard.servers.ServerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
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
  private final int partitions;
  private final StackPorts ports = freePorts();
  private final Services services;
  private final KafkaServer kafka;
  private final RedisServer redis;
  private final CassandraServer cassandra;
  private final Deque<Component> running = new ArrayDeque<>();

  /**
   * @param name of the benchmark and of its directory, which is emptied
   */
  BenchStack(BenchRun run, String name) {
    this.partitions = run.partitions();
    this.root = run.home().resolve(".local/bench").resolve(name);
    try {
      DirectoryTree.delete(root);
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new CommandException("%s cannot be emptied: %s".formatted(root, e), e);
    }
    this.services =
        new Services(
            run.home(),
            root,
            run.home().resolve(".local/bench/unpacked"),
            ports,
            run.profile() ? flightRecorder() : List.of());
    this.kafka = new KafkaServer(spec("kafka", KAFKA_HEAP), ports.kafka(), ports.kafkaController());
    // Rewriting the append-only file takes a processor for seconds, at moments of its own.
    this.redis =
        new RedisServer(
            spec("redis", REDIS_DATA),
            ports.redis(),
            RedisBinary.preferred(),
            List.of(
                "--auto-aof-rewrite-percentage",
                "0",
                "--appendonly",
                run.appendOnly() ? "yes" : "no"));
    this.cassandra =
        new CassandraServer(
            spec("cassandra", CASSANDRA_HEAP), ports.cassandra(), ports.cassandraStorage());
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

  CassandraServer cassandra() {
    cassandra.start();
    return cassandra;
  }

  /** Starts a service and returns when it is ready. */
  Component service(String name, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("leaderboard.log.partitions", partitions);
    Component service = services.of(name, all);
    running.push(service);
    service.start();
    return service;
  }

  @Override
  public void close() {
    running.forEach(Component::stop);
    cassandra.kill();
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
