package io.leaderboard.acceptance;

import static org.awaitility.Awaitility.await;

import io.leaderboard.servers.Ports;
import io.leaderboard.servers.testing.CassandraAddress;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.KafkaAddress;
import io.leaderboard.servers.testing.RedisAddress;
import io.leaderboard.servers.testing.TestServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The whole system on free ports: three servers of its own and the four services. */
final class TestStack implements AutoCloseable {
  static final String KEYSPACE = "leaderboard";

  private static final Duration READY = Duration.ofSeconds(90);

  private final DedicatedServer<KafkaAddress> kafka = TestServers.dedicatedKafka();
  private final DedicatedServer<RedisAddress> redis = TestServers.dedicatedRedis();
  private final DedicatedServer<CassandraAddress> cassandra = TestServers.dedicatedCassandra();
  private final int ingestPort = Ports.free();
  private final int queryPort = Ports.free();
  private final ServiceProcess ingest;
  private final ServiceProcess redisProjector;
  private final ServiceProcess cassandraProjector;
  private final ServiceProcess query;

  /**
   * @param logs where the services' logs go
   */
  TestStack(Path logs) {
    ingest = service("ingest-service", logs, Map.of("server.port", ingestPort));
    Map<String, Object> redisProjectorSettings = new LinkedHashMap<>(redisSettings());
    redisProjectorSettings.putAll(cassandraSettings());
    // Closed periods leave Redis soon, so that a test sees them in the archive.
    redisProjectorSettings.put("leaderboard.finals.interval", "500ms");
    redisProjectorSettings.put("leaderboard.finals.expire-grace", "1s");
    redisProjector = service("redis-projector", logs, redisProjectorSettings);
    Map<String, Object> cassandraProjectorSettings = new LinkedHashMap<>(cassandraSettings());
    // As a node whose process is killed keeps what it acknowledged. A longer margin would confirm
    // nothing while a test runs, and a restore would be one from the log.
    cassandraProjectorSettings.put("leaderboard.cassandra.sync-margin", "1s");
    cassandraProjector = service("cassandra-projector", logs, cassandraProjectorSettings);
    Map<String, Object> querySettings = new LinkedHashMap<>(redisSettings());
    querySettings.putAll(cassandraSettings());
    querySettings.put("server.port", queryPort);
    query = service("query-service", logs, querySettings);
    services().forEach(ServiceProcess::start);
    awaitReady();
  }

  Api ingestApi() {
    return new Api("http://127.0.0.1:" + ingestPort);
  }

  Api queryApi() {
    return new Api("http://127.0.0.1:" + queryPort);
  }

  /** Whether Redis holds anything of a period of a board. */
  boolean isInRedis(String game, String board, String period) {
    try (RedisClient client = RedisClient.create(redis.address().uri());
        StatefulRedisConnection<String, String> connection = client.connect()) {
      String keys = "lb:*:%s:%s:*:%s:*".formatted(game, board, period);
      return !connection.sync().keys(keys).isEmpty();
    }
  }

  /** Where the redis-projector is asked to rebuild and to compare. */
  String redisProjectorUrl() {
    return "http://127.0.0.1:" + redisProjector.managementPort();
  }

  CassandraAddress cassandraAddress() {
    return cassandra.address();
  }

  /** Each part with what kills it and what starts it again, in the order of the data's way. */
  Map<String, Fault> faults() {
    Map<String, Fault> faults = new LinkedHashMap<>();
    services()
        .forEach(service -> faults.put(service.name(), new Fault(service::kill, service::start)));
    faults.put("kafka", new Fault(kafka::kill, kafka::start));
    faults.put("redis", new Fault(redis::kill, redis::start));
    faults.put("cassandra", new Fault(cassandra::kill, cassandra::start));
    return faults;
  }

  /** Returns when every service says that it is ready. */
  void awaitReady() {
    services().forEach(service -> await(service.name()).atMost(READY).until(service::isReady));
  }

  @Override
  public void close() {
    services().forEach(ServiceProcess::close);
    kafka.close();
    redis.close();
    cassandra.close();
  }

  /** What kills a part with SIGKILL, and what starts it again with what it left on the disk. */
  record Fault(Runnable kill, Runnable start) {}

  private Stream<ServiceProcess> services() {
    return Stream.of(ingest, redisProjector, cassandraProjector, query);
  }

  private ServiceProcess service(String name, Path logs, Map<String, Object> own) {
    Map<String, Object> settings = new LinkedHashMap<>(own);
    settings.put("server.address", "127.0.0.1");
    // Also where nothing is served but Actuator: a local stack may run beside the test.
    settings.putIfAbsent("server.port", Ports.free());
    settings.put("management.server.address", "127.0.0.1");
    settings.put("leaderboard.log.bootstrap-servers", kafka.address().bootstrapServers());
    return new ServiceProcess(name, logs, Ports.free(), settings);
  }

  private Map<String, Object> redisSettings() {
    return Map.of("leaderboard.redis.uri", redis.address().uri());
  }

  private Map<String, Object> cassandraSettings() {
    CassandraAddress address = cassandra.address();
    return Map.of(
        "leaderboard.cassandra.contact-points",
        address.host() + ":" + address.port(),
        "leaderboard.cassandra.local-datacenter",
        address.datacenter(),
        "leaderboard.cassandra.keyspace",
        KEYSPACE);
  }
}
