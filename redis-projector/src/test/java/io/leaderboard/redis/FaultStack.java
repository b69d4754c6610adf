package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.GamesFold;
import io.leaderboard.events.game.LogSettings;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.reference.ReferenceFold;
import io.leaderboard.events.reference.ReferenceStanding;
import io.leaderboard.events.reference.StandingKey;
import io.leaderboard.events.score.PeriodsClosed;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.score.ScoreRecordCodec;
import io.leaderboard.events.standing.Standing;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogRecords;
import io.leaderboard.redis.apply.StandingKeys;
import io.leaderboard.redis.apply.StoredBoards;
import io.leaderboard.servers.Ports;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.KafkaAddress;
import io.leaderboard.servers.testing.RedisAddress;
import io.leaderboard.servers.testing.TestServers;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RestoreArgs;
import io.lettuce.core.TransactionResult;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Two processes of the service on a Kafka and a Redis of their own, all of which can be hurt. */
public final class FaultStack implements AutoCloseable {
  public static final int PARTITIONS = 4;

  /** Follows the count in the message when Redis does not hold the fold. */
  public static final String DIFFERENCES = " differences from the fold of the log";

  /** Begins the message when Redis never comes to hold the log. */
  static final String NOT_LEVEL = "level with the log, and nothing left to switch";

  public static final int WINDOW = 300;
  private static final String LOADING = "io.leaderboard.redis.apply.GenerationLoad.write";
  private static final Duration LEVEL = Duration.ofSeconds(60);

  /** At least; the records of the log come at this rate too. */
  private static final int READ_AGAIN_A_SECOND = 2_000;

  /** For a filling to come to some point, or to be over. */
  private static final Duration FILLED = Duration.ofSeconds(30);

  /**
   * Of the one that is paused: longer than any pause. When it wakes it finds answers to what it had
   * under way, and goes on with what comes behind; with time-outs it would only begin again.
   */
  private static final Duration FIRST_TIMEOUT = Duration.ofSeconds(20);

  private static final Duration SECOND_TIMEOUT = Duration.ofSeconds(1);

  private final DedicatedServer<KafkaAddress> kafka = TestServers.dedicatedKafka();
  private final DedicatedServer<RedisAddress> redis = TestServers.dedicatedRedis();
  private final KafkaProducer<byte[], byte[]> producer =
      new KafkaProducer<>(
          Map.of(
              "bootstrap.servers",
              kafka.address().bootstrapServers(),
              "acks",
              "all",
              "delivery.timeout.ms",
              180_000,
              "reconnect.backoff.max.ms",
              500),
          new ByteArraySerializer(),
          new ByteArraySerializer());
  private final GamesFold games = new GamesFold();
  private final Queue<Exception> unsent = new ConcurrentLinkedQueue<>();
  private final FaultLog log = new FaultLog(kafka.address().bootstrapServers());
  private final ProjectorProcess first;
  private final ProjectorProcess second;

  /**
   * @param launch what the service runs from, see {@link ProjectorProcess}
   * @param logs where its logs go
   * @param more settings
   */
  public FaultStack(List<String> launch, Path logs, Map<String, Object> more) {
    first = projector(launch, logs.resolve("first.log"), FIRST_TIMEOUT, more);
    second = projector(launch, logs.resolve("second.log"), SECOND_TIMEOUT, more);
    first.start();
    first.awaitStarted();
    await().atMost(LEVEL).until(first::isReady);
    games.apply(new LogSettings(PARTITIONS, WINDOW, 0));
  }

  public DedicatedServer<KafkaAddress> kafka() {
    return kafka;
  }

  public DedicatedServer<RedisAddress> redis() {
    return redis;
  }

  /** Runs from the start. */
  public ProjectorProcess first() {
    return first;
  }

  /** Does not run at the start. */
  public ProjectorProcess second() {
    return second;
  }

  public void define(GameDefinition game) {
    int basedOn = games().game(game.gameId()).map(known -> known.version()).orElse(0);
    GameDefined record = new GameDefined(game, basedOn, System.currentTimeMillis());
    assertThat(games.apply(record)).isEqualTo(GamesFold.Outcome.APPLIED);
    send(LogRecords.of(record));
    producer.flush();
  }

  public void close(String gameId, long through) {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      byte[] closed = ScoreRecordCodec.encode(new PeriodsClosed(gameId, through));
      send(new ProducerRecord<>(Topics.SCORE_EVENTS, partition, null, closed));
    }
  }

  /** Returns at once; Kafka may be away. */
  public void send(ScoreEvent event) {
    send(LogRecords.of(event));
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    var unused =
        producer.send(
            record,
            (written, failure) -> {
              if (failure != null) {
                unsent.add(failure);
              }
            });
  }

  /** Everything in Redis at one moment, to be {@linkplain #setBack set back} to. */
  public Map<String, byte[]> snapshot() {
    try (Reader reader = new Reader()) {
      while (true) {
        List<String> keys = reader.commands.keys("*");
        reader.commands.multi();
        reader.commands.keys("*");
        keys.forEach(reader.commands::dump);
        TransactionResult dumps = reader.commands.exec();
        // A key that came or went in between: once more.
        if (Set.copyOf(keys).equals(Set.copyOf(dumps.<List<String>>get(0)))) {
          Map<String, byte[]> snapshot = new LinkedHashMap<>();
          for (int i = 0; i < keys.size(); i++) {
            snapshot.put(keys.get(i), dumps.get(i + 1));
          }
          return snapshot;
        }
      }
    }
  }

  /**
   * Begins a rebuild, and has Redis answer no writes for a while once all partitions have an owner
   * that fills them.
   *
   * @return whether the first instance is in the middle of loading one then: not when it was
   *     quicker
   */
  boolean holdALoad(Duration time) {
    first.rebuild();
    try (Reader reader = new Reader()) {
      await("all partitions are filled")
          .atMost(FILLED.plus(readAgain()))
          .pollInterval(Duration.ofMillis(1))
          .until(() -> isFillingBegun(reader));
      reader.commands.dispatch(
          CommandType.CLIENT,
          new StatusOutput<>(StringCodec.UTF8),
          new CommandArgs<>(StringCodec.UTF8).add("PAUSE").add(time.toMillis()).add("WRITE"));
    }
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until) {
      if (first.isIn(LOADING)) {
        return true;
      }
    }
    return false;
  }

  /** Or none is filled any more. */
  private static boolean isFillingBegun(Reader reader) {
    Generation building =
        Generations.of(reader.commands.hgetall(RedisLayout.GENERATION)).building();
    return building == null
        || reader.commands.hlen(RedisLayout.fill(building.id(), 0)) >= PARTITIONS;
  }

  /** What a failover to a replica that was behind looks like: an older state, and reconnects. */
  public void setBack(Map<String, byte[]> snapshot) {
    try (Reader reader = new Reader()) {
      reader.commands.multi();
      reader.commands.flushall();
      snapshot.forEach(
          (key, dump) -> reader.commands.restore(key, dump, RestoreArgs.Builder.ttl(0).replace()));
      reader.commands.exec();
      reader.commands.clientKill(KillArgs.Builder.typeNormal().skipme());
    }
  }

  /** Waits until Redis holds what the reference fold of the whole log gives, and checks it. */
  public void requireFold() {
    producer.flush();
    assertThat(unsent).as("what Kafka did not take").isEmpty();
    log.readOn();
    first.awaitStarted();
    if (second.isRunning()) {
      second.awaitStarted();
    }
    Duration level = LEVEL.plus(readAgain());
    await("the processes that run are ready")
        .atMost(level)
        .until(() -> first.isReady() && (!second.isRunning() || second.isReady()));
    await(NOT_LEVEL)
        .atMost(level)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(positions()).isEqualTo(log.ends()));
    log.readOn();
    try (Reader reader = new Reader()) {
      Map<StandingKey, Standing> stored = stored(reader);
      Map<StandingKey, Standing> expected = fold();
      List<String> differences = new ArrayList<>();
      expected.forEach(
          (key, standing) -> {
            if (!standing.equals(stored.get(key))) {
              differences.add(key + ": " + stored.get(key) + " instead of " + standing);
            }
          });
      stored.forEach(
          (key, standing) -> {
            if (!expected.containsKey(key)) {
              differences.add(key + ": " + standing + " instead of nothing");
            }
          });
      assertThat(differences.stream().limit(10)).as(differences.size() + DIFFERENCES).isEmpty();
    }
  }

  private Map<StandingKey, Standing> stored(Reader reader) {
    try {
      return StandingKeys.stored(reader.commands, games());
    } catch (AssertionError e) {
      // Not even a board: a member that is not its user's, or one that stands twice.
      throw new AssertionError("At least 1" + DIFFERENCES + ": " + e.getMessage(), e);
    }
  }

  /** Whether Redis says that a generation is being filled. */
  public boolean isFilling() {
    try (Reader reader = new Reader()) {
      return !Generations.of(reader.commands.hgetall(RedisLayout.GENERATION))
          .allBuilding()
          .isEmpty();
    }
  }

  /**
   * Closes every game through now and waits until each has final standings. All that were ever
   * written must be whole and there once, whoever was killed writing them.
   *
   * @return of how many periods there are
   */
  public long requireFinals() {
    FaultGames.GAMES.forEach(game -> close(game, System.currentTimeMillis()));
    producer.flush();
    return await("final standings of each game")
        .atMost(LEVEL)
        .until(
            () -> WrittenFinals.read(kafka.address().bootstrapServers()),
            written -> written.games().equals(Set.copyOf(FaultGames.GAMES)))
        .periods();
  }

  /** How many events the log holds. */
  public int records() {
    return log.records().size();
  }

  /**
   * How long the log of the last round may take to be read from its start, as it must be when Redis
   * lost it: a long run has a long log.
   */
  Duration readAgain() {
    return Duration.ofSeconds(records() / READ_AGAIN_A_SECOND);
  }

  /** The log's next offsets. */
  public Map<Integer, Long> ends() {
    return log.ends();
  }

  private Map<Integer, Long> positions() {
    try (Reader reader = new Reader()) {
      Map<Integer, Long> next = StoredBoards.positions(reader.commands);
      log.readOn();
      return next;
    }
  }

  private Map<StandingKey, Standing> fold() {
    return StandingKeys.expected(reference(), games());
  }

  /** What the reference fold gives of the log that was read last. */
  public Map<StandingKey, ReferenceStanding> reference() {
    ReferenceFold fold = new ReferenceFold(WINDOW);
    games().all().forEach(game -> fold.define(game.definition(), game.firstSeenAt()));
    return fold.standings(log.records());
  }

  /** The games as they were defined. */
  public Games games() {
    return games.snapshot();
  }

  private ProjectorProcess projector(
      List<String> launch, Path log, Duration timeout, Map<String, Object> more) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("server.address", "127.0.0.1");
    settings.put("leaderboard.log.bootstrap-servers", kafka.address().bootstrapServers());
    settings.put("leaderboard.log.partitions", PARTITIONS);
    settings.put("leaderboard.log.duplicate-window", WINDOW);
    settings.put("leaderboard.redis.uri", redis.address().uri());
    settings.put("leaderboard.redis.command-timeout", timeout.toMillis() + "ms");
    settings.put(
        "management.endpoints.web.exposure.include", "health,prometheus,rebuild,verify,threaddump");
    settings.put("leaderboard.generation.retired-grace", "500ms");
    settings.put("leaderboard.finals.interval", "500ms");
    settings.put("leaderboard.projection.session-timeout", "6s");
    settings.put("leaderboard.projection.max-poll-records", 200);
    settings.put("leaderboard.apply.chunk-members", 20);
    settings.put("leaderboard.fill.join-within", 200);
    settings.put("leaderboard.fill.max-poll-records", 500);
    settings.putAll(more);
    return new ProjectorProcess(launch, log, Ports.free(), settings);
  }

  @Override
  public void close() {
    first.close();
    second.close();
    producer.close(Duration.ZERO);
    kafka.close();
    redis.close();
  }

  /** A connection of its own, because Redis comes and goes. */
  private final class Reader implements AutoCloseable {
    private final RedisClient client = RedisClient.create(redis.address().uri());
    private final RedisCommands<String, String> commands;

    Reader() {
      StatefulRedisConnection<String, String> connection = client.connect();
      commands = connection.sync();
    }

    @Override
    public void close() {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
  }
}
