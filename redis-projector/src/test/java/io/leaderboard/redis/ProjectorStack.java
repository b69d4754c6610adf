package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.digest.BoardDigest;
import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalRecordCodec;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.reference.LogRecord;
import io.leaderboard.events.reference.ReferenceFold;
import io.leaderboard.events.reference.StandingKey;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.score.UndecodableRecordException;
import io.leaderboard.events.standing.Standing;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogRecords;
import io.leaderboard.log.LogView;
import io.leaderboard.redis.apply.StandingKeys;
import io.leaderboard.redis.apply.StoredBoards;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.KafkaAddress;
import io.leaderboard.servers.testing.RedisAddress;
import io.leaderboard.servers.testing.RedisCluster;
import io.leaderboard.servers.testing.TestServers;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The service as it is deployed, on a Kafka and a Redis, or a cluster, of its own. */
final class ProjectorStack implements AutoCloseable {
  static final int PARTITIONS = 4;
  static final int WINDOW = 300;

  private final DedicatedServer<KafkaAddress> kafka = TestServers.dedicatedKafka();
  private final @Nullable RedisCluster cluster;
  private final @Nullable DedicatedServer<RedisAddress> redis;
  private final KafkaProducer<byte[], byte[]> producer =
      new KafkaProducer<>(
          Map.of("bootstrap.servers", kafka.address().bootstrapServers(), "acks", "all"),
          new ByteArraySerializer(),
          new ByteArraySerializer());
  private final Map<String, GameDefinition> games = new HashMap<>();
  private final Map<String, Long> firstSeen = new HashMap<>();
  private final List<ConsumerRecord<byte[], byte[]>> seen = new ArrayList<>();
  private final Map<Integer, Long> last = new HashMap<>();
  private final List<ConfigurableApplicationContext> services = new ArrayList<>();
  private final AbstractRedisClient client;
  private final RedisClusterCommands<String, String> reader;
  private final Clock clock;

  ProjectorStack() {
    this(Clock.systemUTC());
  }

  /** Services whose periods end by this clock. */
  ProjectorStack(Clock clock) {
    this.clock = clock;
    this.cluster = null;
    this.redis = TestServers.dedicatedRedis("--appendfsync", "always");
    RedisClient single = RedisClient.create(redis.address().uri());
    this.client = single;
    this.reader = single.connect().sync();
  }

  /** On a cluster, which it closes. */
  ProjectorStack(RedisCluster cluster) {
    this.clock = Clock.systemUTC();
    this.cluster = cluster;
    this.redis = null;
    RedisClusterClient all =
        RedisClusterClient.create(
            Arrays.stream(cluster.uris().split(",")).map(RedisURI::create).toList());
    this.client = all;
    this.reader = all.connect().sync();
  }

  DedicatedServer<RedisAddress> redis() {
    return Objects.requireNonNull(redis);
  }

  DedicatedServer<KafkaAddress> kafka() {
    return kafka;
  }

  /** Starts another process of the service. */
  ConfigurableApplicationContext startService(String... properties) {
    Map<String, Object> all = new HashMap<>();
    all.put("server.port", 0);
    all.put("leaderboard.log.bootstrap-servers", kafka.address().bootstrapServers());
    all.put("leaderboard.log.partitions", PARTITIONS);
    all.put("leaderboard.log.duplicate-window", WINDOW);
    if (cluster == null) {
      all.put("leaderboard.redis.uri", redis().address().uri());
    } else {
      all.put("leaderboard.redis.uri", cluster.uris());
      all.put("leaderboard.redis.cluster", true);
    }
    all.put("leaderboard.redis.command-timeout", "1s");
    all.put("leaderboard.generation.retired-grace", "100ms");
    // What leaves Redis would be missing from what is compared with the fold.
    all.put("leaderboard.finals.interval", "1h");
    // The log must not grow while what Redis holds is compared with it.
    all.put("leaderboard.closing.interval", "1h");
    all.put("leaderboard.projection.session-timeout", "6s");
    all.put("leaderboard.projection.max-poll-records", 500);
    for (String property : properties) {
      String[] parts = property.split("=", 2);
      all.put(parts[0], parts[1]);
    }
    String[] args =
        all.entrySet().stream()
            .map(property -> "--" + property.getKey() + "=" + property.getValue())
            .toArray(String[]::new);
    ConfigurableApplicationContext service =
        new SpringApplicationBuilder(RedisProjectorApplication.class)
            .initializers(
                context ->
                    ((GenericApplicationContext) context)
                        .registerBean(
                            "testClock", Clock.class, () -> clock, bean -> bean.setPrimary(true)))
            .run(args);
    services.add(service);
    service.getBean(LogView.class).settled().join();
    return service;
  }

  /** As above, one whose fillings take a while: record by record, member by member. */
  ConfigurableApplicationContext startSlowFilling(String... properties) {
    return startService(
        Stream.concat(
                Stream.of(
                    "leaderboard.fill.max-poll-records=1", "leaderboard.apply.chunk-members=1"),
                Stream.of(properties))
            .toArray(String[]::new));
  }

  /** As above, one whose fillings read a little at a time and join late. */
  ConfigurableApplicationContext startFillingInPieces() {
    return startService(
        "leaderboard.fill.join-within=200", "leaderboard.fill.max-poll-records=300");
  }

  void stopService(ConfigurableApplicationContext service) {
    service.close();
    services.remove(service);
  }

  void stopServices() {
    List.copyOf(services).forEach(this::stopService);
  }

  /** Defines a game, or defines it anew. */
  void define(GameDefinition game) {
    int basedOn =
        services.isEmpty()
            ? 0
            : services
                .get(0)
                .getBean(LogView.class)
                .readToEnd()
                .join()
                .game(game.gameId())
                .map(Game::version)
                .orElse(0);
    long now = System.currentTimeMillis();
    send(LogRecords.of(new GameDefined(game, basedOn, now)));
    games.put(game.gameId(), game);
    firstSeen.putIfAbsent(game.gameId(), now);
  }

  void send(List<ScoreEvent> events) {
    send(events.stream().map(LogRecords::of));
  }

  /** As many as there are: none is kept. */
  void send(Stream<ProducerRecord<byte[], byte[]>> records) {
    AtomicReference<Exception> failed = new AtomicReference<>();
    records.forEach(
        record -> {
          var unused = producer.send(record, (at, failure) -> failed.compareAndSet(null, failure));
        });
    producer.flush();
    assertThat(failed.get()).isNull();
  }

  void send(ProducerRecord<byte[], byte[]> record) {
    Future<RecordMetadata> sent = producer.send(record);
    producer.flush();
    assertThat(sent).isDone();
  }

  RedisClusterCommands<String, String> commands() {
    return reader;
  }

  Generation live() {
    RedisClusterCommands<String, String> commands = commands();
    return StoredBoards.generation(commands);
  }

  /** As what a game stands in it. */
  Edition edition(String gameId) {
    RedisClusterCommands<String, String> commands = commands();
    return StoredBoards.edition(commands, gameId);
  }

  /** Waits until Redis holds what the reference fold of the whole log gives, and checks it. */
  void awaitFold() {
    Games defined = services.get(0).getBean(LogView.class).readToEnd().join();
    Map<StandingKey, Standing> expected = fold(defined);
    Map<Integer, Long> ends = ends();
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(positions()).isEqualTo(ends));
    assertThat(stored(defined)).isEqualTo(expected);
  }

  /** The digest of every board and period that a fold of the whole log gives. */
  Map<String, String> digestsOfFold() {
    Games defined = services.get(0).getBean(LogView.class).readToEnd().join();
    Map<String, BoardDigest> digests = new HashMap<>();
    fold(defined)
        .forEach(
            (key, standing) -> {
              BoardDefinition board =
                  Objects.requireNonNull(games.get(key.gameId()))
                      .board(key.boardId())
                      .orElseThrow();
              digests
                  .computeIfAbsent(
                      String.join("/", key.gameId(), key.boardId(), key.period()),
                      name -> new BoardDigest())
                  .add(
                      key.userId(),
                      standing.value(),
                      board.ties() == Ties.EARLIEST ? standing.reachedAt() : null);
            });
    Map<String, String> shown = new HashMap<>();
    digests.forEach((name, digest) -> shown.put(name, digest.entries() + " " + digest.hex()));
    return shown;
  }

  /** The live generations' next offsets. */
  Map<Integer, Long> positions() {
    return StoredBoards.positions(commands());
  }

  private Map<StandingKey, Standing> stored(Games defined) {
    RedisClusterCommands<String, String> commands = commands();
    return StandingKeys.stored(commands, defined);
  }

  private Map<StandingKey, Standing> fold(Games defined) {
    ReferenceFold fold = new ReferenceFold(WINDOW);
    games.forEach((id, game) -> fold.define(game, Objects.requireNonNull(firstSeen.get(id))));
    return StandingKeys.expected(
        fold.standings(
            remembered().stream()
                .map(record -> LogRecord.of(record.partition(), record.offset(), record.value()))
                .toList()),
        defined);
  }

  /** All scores and closings that there ever were: the log may have lost its beginning since. */
  List<ConsumerRecord<byte[], byte[]>> remembered() {
    for (ConsumerRecord<byte[], byte[]> record : read(Topics.SCORE_EVENTS)) {
      if (record.offset() > last.getOrDefault(record.partition(), -1L)) {
        last.put(record.partition(), record.offset());
        seen.add(record);
      }
    }
    return seen;
  }

  Map<Integer, Long> ends() {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_uncommitted")) {
      Map<Integer, Long> ends = new TreeMap<>();
      consumer
          .endOffsets(partitions(consumer, Topics.SCORE_EVENTS))
          .forEach((partition, end) -> ends.put(partition.partition(), end));
      return ends;
    }
  }

  /** All records of a topic. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    return read(topic, "read_uncommitted");
  }

  /**
   * How many users stand on the final standings of a game, by board and period as in {@code
   * daily/2026-11-21}; fails when some were written twice.
   */
  Map<String, Long> finals(String gameId) {
    Map<String, Long> finals = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : read(Topics.FINAL_STANDINGS, "read_committed")) {
      try {
        if (FinalRecordCodec.decode(record.value()) instanceof FinalManifest manifest
            && manifest.period().gameId().equals(gameId)) {
          String name = manifest.period().boardId() + '/' + manifest.period().period();
          assertThat(finals.put(name, manifest.entries())).as(name).isNull();
        }
      } catch (UndecodableRecordException e) {
        throw new AssertionError(e);
      }
    }
    return finals;
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String topic, String isolation) {
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(isolation)) {
      List<TopicPartition> partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer.poll(Duration.ofMillis(100)).forEach(all::add);
      }
    }
    return all;
  }

  /** Those that the topic has: not every topic has as many as the scores. */
  private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .toList();
  }

  private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers", kafka.address().bootstrapServers(), "isolation.level", isolation),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  @Override
  public void close() {
    stopServices();
    producer.close(Duration.ZERO);
    client.shutdown();
    kafka.close();
    if (cluster == null) {
      redis().close();
    } else {
      cluster.close();
    }
  }
}
