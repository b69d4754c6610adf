package io.leaderboard.query;

import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalRecordCodec;
import io.leaderboard.events.finals.ManifestsCopied;
import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.GameRecord;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.topic.Position;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.events.user.UserProfile;
import io.leaderboard.events.user.UserProfileCodec;
import io.leaderboard.log.LogRecords;
import io.leaderboard.log.LogView;
import io.leaderboard.query.cassandra.CassandraConnection;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.KafkaAddress;
import io.leaderboard.servers.testing.RedisAddress;
import io.leaderboard.servers.testing.TestServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;

/**
 * The service on a Kafka and a Redis of its own, which tests fill by hand and may break. Its log
 * has {@value #PARTITIONS} partitions.
 */
public final class Stack implements AutoCloseable {
  /** Of {@code score-events}. */
  public static final int PARTITIONS = 3;

  private final DedicatedServer<KafkaAddress> kafka = TestServers.dedicatedKafka();
  private final DedicatedServer<RedisAddress> redis = TestServers.dedicatedRedis();
  private final ReactiveWebServerApplicationContext service;
  private final RedisClient redisClient;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<String> settings;
  private final List<Beside> others = new ArrayList<>();
  private final Map<Integer, Long> ends = new HashMap<>();

  /**
   * Starts everything, with the tables in Cassandra that all tests share; the log is open, its
   * games are known and Cassandra is connected when this returns.
   */
  public Stack(String... arguments) {
    this(CassandraTables.shared(), arguments);
    Awaitility.await().until(() -> service.getBean(CassandraConnection.class).problem().isEmpty());
  }

  /** As the other one, with tables that may not be there. */
  public Stack(CassandraTables tables, String... arguments) {
    List<String> all = new ArrayList<>(tables.settings());
    all.add("--server.port=0");
    all.add("--management.server.port=0");
    if (Arrays.stream(arguments).noneMatch(each -> each.startsWith("--leaderboard.redis.uri="))) {
      all.add("--leaderboard.redis.uri=" + redis.address().uri());
    }
    all.add("--leaderboard.log.bootstrap-servers=" + kafka.address().bootstrapServers());
    all.add("--leaderboard.log.partitions=" + PARTITIONS);
    all.add("--leaderboard.log.ends-interval=100ms");
    settings = List.copyOf(all);
    all.addAll(List.of(arguments));
    service = run(all);
    redisClient = RedisClient.create(redis.address().uri());
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.address().bootstrapServers(), "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    // As the redis-projector does when it begins to write final standings.
    byte[] copied = FinalRecordCodec.encode(new ManifestsCopied(0));
    send(new ProducerRecord<>(Topics.FINAL_MANIFESTS, ManifestsCopied.key(), copied));
  }

  /** Another instance of the service. */
  public record Beside(ReactiveWebServerApplicationContext service) implements AutoCloseable {
    /** Speaks to it as a client does. */
    public Api api() {
      return new Api(service.getWebServer().getPort());
    }

    /** Speaks to its management port. */
    public Api management() {
      return new Api(
          Integer.parseInt(service.getEnvironment().getRequiredProperty("local.management.port")));
    }

    /** Waits until that many replicas are read from. */
    void awaitReplicas(int count) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  management()
                      .get("/actuator/prometheus")
                      .body()
                      .contains("leaderboard_redis_replicas " + count + ".0"));
    }

    @Override
    public void close() {
      service.close();
    }
  }

  /**
   * Starts another instance on the same servers, which is closed with this at the latest. Closing
   * it ends the event loops that all services of a JVM share: whoever goes on with another one
   * leaves it open.
   */
  public Beside beside(String... arguments) {
    List<String> all = new ArrayList<>(settings);
    all.addAll(List.of(arguments));
    Beside started = new Beside(run(all));
    others.add(started);
    return started;
  }

  private static ReactiveWebServerApplicationContext run(List<String> arguments) {
    var started =
        (ReactiveWebServerApplicationContext)
            new SpringApplication(QueryService.class).run(arguments.toArray(String[]::new));
    started.getBean(LogView.class).settled().join();
    return started;
  }

  /** Speaks to the service as a client does. */
  public Api api() {
    return new Api(service.getWebServer().getPort());
  }

  /** A part of the service. */
  public <T> T bean(Class<T> type) {
    return service.getBean(type);
  }

  /** Speaks to the management port. */
  public Api management() {
    return new Api(
        Integer.parseInt(service.getEnvironment().getRequiredProperty("local.management.port")));
  }

  /** Ends the service alone, in order. */
  public void endService() {
    service.close();
  }

  /** The Kafka, to be broken. */
  public DedicatedServer<KafkaAddress> kafka() {
    return kafka;
  }

  /** The Redis, to be broken. */
  public DedicatedServer<RedisAddress> redis() {
    return redis;
  }

  /** Keys written by hand, as the redis-projector would. */
  public BoardWriter boards(String generation, int buckets) {
    RedisCommands<String, String> commands = redisClient.connect().sync();
    return new BoardWriter(commands, generation, buckets, topicId());
  }

  /** The id of {@code score-events}. */
  public String topicId() {
    return ((io.leaderboard.log.LogState.Open) service.getBean(LogView.class).settled().join())
        .topicId();
  }

  /** Defines a game that has no definition yet, and waits until the service knows it. */
  public void define(GameDefinition game) {
    write(new GameDefined(game, 0, 0));
    LogView log = service.getBean(LogView.class);
    Awaitility.await().until(() -> log.games().game(game.gameId()).isPresent());
  }

  /** Defines a game anew, and waits until the service knows it. */
  public void redefine(GameDefinition game, int basedOn) {
    write(new GameDefined(game, basedOn, 0));
    LogView log = service.getBean(LogView.class);
    Awaitility.await()
        .until(() -> log.games().game(game.gameId()).orElseThrow().version() > basedOn);
  }

  /** Writes to {@code games}. */
  public void write(GameRecord record) {
    send(LogRecords.of(record));
  }

  /** Writes a score. */
  public Position write(ScoreEvent event) {
    RecordMetadata written = send(LogRecords.of(event));
    ends.put(written.partition(), written.offset() + 1);
    return new Position(written.partition(), written.offset());
  }

  /** Where a partition of {@code score-events} ends that {@link #write(ScoreEvent)} wrote to. */
  public long end(int partition) {
    return ends.getOrDefault(partition, 0L);
  }

  /** Writes to {@code final-standings}, and says at which offset. */
  public long writeFinal(byte[] value) {
    return send(new ProducerRecord<>(Topics.FINAL_STANDINGS, new byte[0], value)).offset();
  }

  /** Announces a period; its pages are not written. */
  public void announce(FinalManifest manifest) {
    byte[] key = manifest.period().manifestKey();
    send(new ProducerRecord<>(Topics.FINAL_MANIFESTS, key, FinalRecordCodec.encode(manifest)));
  }

  /** Writes what is shown of a user. */
  public void profile(String userId, UserProfile profile) {
    profile(userId, UserProfileCodec.encode(profile));
  }

  /** Writes to {@code users}; null erases. */
  public void profile(String userId, byte[] value) {
    send(new ProducerRecord<>(Topics.USERS, userId.getBytes(StandardCharsets.UTF_8), value));
  }

  private RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
    try {
      return producer.send(record).get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    others.forEach(Beside::close);
    service.close();
    producer.close();
    redisClient.shutdown();
    redis.close();
    kafka.close();
  }
}
