package io.leaderboard.redis.finals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.events.finals.FinalEntry;
import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalPage;
import io.leaderboard.events.finals.FinalPeriod;
import io.leaderboard.events.finals.FinalRecord;
import io.leaderboard.events.finals.FinalRecordCodec;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.GamesFold;
import io.leaderboard.events.game.LogSettings;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogProperties;
import io.leaderboard.redis.apply.RandomLog;
import io.leaderboard.redis.apply.StoredBoards;
import io.leaderboard.redis.apply.TestRedis;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.generation.GenerationKeeper;
import io.leaderboard.redis.generation.LogView;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.KafkaAddress;
import io.leaderboard.servers.testing.RedisAddress;
import io.leaderboard.servers.testing.TestServers;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Final standings of random games on a real Kafka and a real Redis, whoever writes them. */
@Timeout(180)
class FinalStandingsIT {
  private static final int TOPIC_PARTITIONS = 3;
  private static final long CLOSED = Instant.parse("2026-11-21T00:00:00Z").toEpochMilli();
  private static final FinalsProperties PROPERTIES =
      new FinalsProperties(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(5));

  private static DedicatedServer<KafkaAddress> kafka;
  private static DedicatedServer<RedisAddress> server;
  private static LogProperties logProperties;

  private final Seed seed = Seed.fresh();
  private final TestRedis opened = new TestRedis(3, 100);
  private final List<FinalStandings> writers = new ArrayList<>();
  private RandomLog log;
  private ExpectedFinals expected;
  private LogView view;
  private RedisClusterCommands<String, String> redis;

  @BeforeAll
  static void start() {
    kafka = TestServers.dedicatedKafka();
    server = TestServers.dedicatedRedis();
    logProperties =
        new LogProperties(
            kafka.address().bootstrapServers(),
            TOPIC_PARTITIONS,
            50,
            (short) 1,
            1,
            10_000,
            65_536,
            Duration.ofSeconds(10),
            Duration.ofMillis(200),
            Map.of());
  }

  @AfterAll
  static void stop() {
    kafka.close();
    server.close();
  }

  /** An empty topic and a Redis that holds a random log whose periods are closed until then. */
  @BeforeEach
  void apply() throws Exception {
    try (Admin admin = Admin.create(logProperties.clientSettings("test"))) {
      if (admin.listTopics().names().get().contains(Topics.FINAL_STANDINGS)) {
        admin.deleteTopics(List.of(Topics.FINAL_STANDINGS)).all().get();
        while (admin.listTopics().names().get().contains(Topics.FINAL_STANDINGS)) {
          Thread.onSpinWait();
        }
      }
      NewTopic topic = new NewTopic(Topics.FINAL_STANDINGS, TOPIC_PARTITIONS, (short) 1);
      admin.createTopics(List.of(topic)).all().get();
    }
    log = RandomLog.of(seed, 1_500);
    log.closeEverywhere(CLOSED);
    expected = new ExpectedFinals(log, seed);
    view = TestRedis.log(log::games);
    RedisLink link = link();
    redis = link.commands();
    redis.flushall();
    opened.keeper(link, view).check();
    log.apply(seed.random(), opened.projection(link, view));
  }

  @AfterEach
  void close() {
    writers.forEach(FinalStandings::close);
    opened.close();
  }

  @Test
  void whatIsClosedIsWrittenOnceAsTheReferenceListsIt() {
    FinalStandings writer = writer();
    writer.round();
    requireFinals();
    writer.round();
    writer().round();
    requireFinals();
    requireRetention();
  }

  @Test
  void aRebuildHoldsWhatStaysAndNothingThatHasLeft() throws Exception {
    writer().round();
    requireRetention();
    Map<String, Long> stay = standings();

    rebuild();
    assertThat(standings()).as("%s", seed).isEqualTo(stay);
  }

  @Test
  void aRebuildHoldsWhatIsPastRetentionAsLongAsItIsNotWritten() throws Exception {
    Map<String, Long> all = standings();

    rebuild();
    assertThat(standings()).as("%s", seed).isEqualTo(all);
    writer().round();
    requireFinals();
    requireRetention();
  }

  @Test
  void aRebuildHasAgainWhatHadLeftBeforeTheRetentionWasRaised() throws Exception {
    Map<String, Long> all = standings();
    writer().round();
    GamesFold raised = new GamesFold();
    raised.apply(new LogSettings(RandomLog.PARTITIONS, 50, 0));
    for (Game game : log.games().all()) {
      raised.apply(new GameDefined(game.definition(), 0, game.firstSeenAt()));
      raised.apply(new GameDefined(keepingAll(game.definition()), 1, game.firstSeenAt()));
    }
    view = TestRedis.log(raised::snapshot);

    rebuild();
    assertThat(standings()).as("%s", seed).isEqualTo(all);
  }

  @Test
  void aWriterThatDiesInTheMiddleLeavesNothingAndIsFencedWhenItWakes() {
    FinalsTopic died = FinalsTopic.open(logProperties, PROPERTIES, "dies");
    FinalPeriod period = expected.periods().keySet().iterator().next();
    died.begin();
    for (int page = 0; page < 3; page++) {
      died.add(new FinalPage(period, page, List.of(new FinalEntry(1, "nobody", 1, null))));
    }

    writer().round();

    FinalManifest manifest = new FinalManifest(period, 0, 1, 1, 0, 3, 3, "none", 0);
    assertThatThrownBy(() -> died.commit(manifest)).isInstanceOf(KafkaException.class);
    died.close();
    writer().round();
    requireFinals();
  }

  @Test
  void twoThatBothBelieveToBeTheOneWriteEachPeriodOnce() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      FinalStandings writer = writer();
      Thread thread =
          new Thread(
              () -> {
                for (int round = 0; round < 12; round++) {
                  try {
                    writer.round();
                  } catch (RuntimeException e) {
                    assertThat(e).as("fenced").isInstanceOf(KafkaException.class);
                  }
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    writer().round();

    requireFinals();
    requireRetention();
  }

  @Test
  void aPeriodWithoutItsManifestStaysInRedis() {
    Map<String, Long> before = standings();
    FinalStandings writer =
        writer(
            () -> {
              throw new KafkaException("away");
            });
    assertThatThrownBy(writer::round).hasMessage("away");

    assertThat(standings()).isEqualTo(before);
    assertThat(expiring()).isEmpty();
  }

  @Test
  void whoDoesNotOwnTheFirstPartitionWritesNothing() {
    RedisLink link = link();
    GenerationKeeper keeper = opened.keeper(link, view);
    keeper.check();
    new FinalStandings(
            view,
            logProperties,
            () -> false,
            keeper,
            link,
            PROPERTIES,
            Clock.systemUTC(),
            new SimpleMeterRegistry())
        .round();

    assertThat(read()).isEmpty();
  }

  /** As another process would have it. */
  private FinalStandings writer() {
    return writer(() -> FinalsTopic.open(logProperties, PROPERTIES, "finals-" + writers.size()));
  }

  private FinalStandings writer(Supplier<FinalsTopic> topics) {
    RedisLink link = link();
    GenerationKeeper keeper = opened.keeper(link, view);
    keeper.check();
    FinalStandings writer =
        new FinalStandings(
            view,
            () -> true,
            keeper,
            link,
            PROPERTIES,
            topics,
            Clock.systemUTC(),
            new SimpleMeterRegistry());
    writers.add(writer);
    return writer;
  }

  /** Filled as when nothing else is live; no writer is there to make anything leave it. */
  private void rebuild() throws Exception {
    Generation former = StoredBoards.generation(redis);
    RedisLink link = link();
    GenerationKeeper keeper = opened.keeper(link, view);
    Generation next = keeper.rebuild(null, null).orElseThrow();
    redis.hdel(RedisLayout.GENERATION, Generations.LIVE);
    log.apply(seed.random(), opened.projection(link, view));
    keeper.check();
    assertThat(StoredBoards.generation(redis)).isEqualTo(next);
    redis.keys(RedisLayout.everyKeyOf(former.id())).forEach(redis::del);
  }

  private static GameDefinition keepingAll(GameDefinition game) {
    List<BoardDefinition> boards =
        game.boards().stream()
            .map(
                board ->
                    new BoardDefinition(
                        board.id(),
                        board.aggregation(),
                        board.order(),
                        board.metric(),
                        board.period(),
                        board.seasons(),
                        board.ties(),
                        BoardDefinition.MAX_RETENTION,
                        board.shards()))
            .toList();
    return new GameDefinition(
        game.gameId(),
        game.name(),
        game.description(),
        game.active(),
        game.decimals(),
        game.timeZone(),
        game.closing(),
        game.lateness(),
        game.minScore(),
        game.maxScore(),
        boards);
  }

  private RedisLink link() {
    return opened.link(new InetSocketAddress(server.address().host(), server.address().port()));
  }

  private void requireFinals() {
    expected.require(read());
  }

  private void requireRetention() {
    Set<String> listed =
        standings().keySet().stream()
            .map(key -> key.substring(0, key.lastIndexOf('\n')))
            .collect(Collectors.toCollection(TreeSet::new));
    expected.requireRetention(listed, redis);
  }

  /** The listed standings by game, board, period and user. */
  private Map<String, Long> standings() {
    Map<String, Long> standings = new TreeMap<>();
    Generation generation = StoredBoards.generation(redis);
    for (Game game : log.games().all()) {
      Game.Rules rules = game.rulesIn(0);
      for (BoardDefinition board : rules.definition().boards()) {
        StoredBoards.of(redis, generation, game.id(), rules, board)
            .forEach(
                (user, standing) ->
                    standings.put(game.id() + '\n' + board.id() + '\n' + user, standing.value()));
      }
    }
    return standings;
  }

  private List<String> expiring() {
    return redis.keys("*").stream().filter(key -> redis.pttl(key) > 0).toList();
  }

  private static List<FinalRecord> read() {
    Map<String, Object> config = logProperties.clientSettings("reads");
    config.put("isolation.level", "read_committed");
    List<FinalRecord> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> all =
          IntStream.range(0, TOPIC_PARTITIONS)
              .mapToObj(partition -> new TopicPartition(Topics.FINAL_STANDINGS, partition))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      while (all.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(
                record -> {
                  try {
                    records.add(FinalRecordCodec.decode(record.value()));
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                });
      }
    }
    return records;
  }
}
