package io.leaderboard.redis.finals;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalPeriod;
import io.leaderboard.events.finals.FinalRecord;
import io.leaderboard.events.finals.FinalRecordCodec;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.period.PeriodCalendar;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.events.score.UndecodableRecordException;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogProperties;
import io.leaderboard.log.TopicReader;
import io.leaderboard.redis.apply.RandomLog;
import io.leaderboard.redis.apply.StoredBoards;
import io.leaderboard.redis.apply.TestRedis;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.generation.FollowedLog;
import io.leaderboard.redis.generation.GenerationKeeper;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * A random log whose periods are closed until {@link #CLOSED}, applied to a real Redis, and a real
 * Kafka without any final standings.
 */
@Timeout(180)
abstract class ClosedLog {
  static final int TOPIC_PARTITIONS = 3;
  static final long CLOSED = Instant.parse("2026-11-21T00:00:00Z").toEpochMilli();
  static final FinalsProperties PROPERTIES =
      new FinalsProperties(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(5));

  private static DedicatedServer<KafkaAddress> kafka;
  private static DedicatedServer<RedisAddress> server;
  static LogProperties logProperties;

  final Seed seed = Seed.fresh();
  final TestRedis opened = new TestRedis(3, 100);
  private final List<FinalStandings> writers = new ArrayList<>();
  RandomLog log;
  ExpectedFinals expected;
  FollowedLog view;
  RedisClusterCommands<String, String> redis;

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
    empty(Topics.FINAL_STANDINGS, TOPIC_PARTITIONS);
    empty(Topics.FINAL_MANIFESTS, 1);
    int drawn = 0;
    do {
      log = RandomLog.of(drawn == 0 ? seed : seed.derive(drawn), 1_500);
      log.closeEverywhere(CLOSED);
      expected = new ExpectedFinals(log, seed);
      drawn++;
      // Of some seeds nothing is closed, or but one period a board.
    } while (oneInTheMiddle().isEmpty());
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

  /** As another process would have it. */
  FinalStandings writer() {
    String clientId = "finals-" + writers.size();
    return writer(logId -> FinalsTopic.open(logProperties, PROPERTIES, clientId, logId));
  }

  FinalStandings writer(Function<String, FinalsTopic> topics) {
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

  /** A closed period of a board that has another one behind it. */
  Optional<FinalPeriod> oneInTheMiddle() {
    return expected.periods().keySet().stream()
        .filter(
            each ->
                expected.periods().keySet().stream()
                    .anyMatch(
                        other ->
                            other.gameId().equals(each.gameId())
                                && other.boardId().equals(each.boardId())
                                && end(other) > end(each)))
        .findFirst();
  }

  long end(FinalPeriod period) {
    GameDefinition game = log.games().game(period.gameId()).orElseThrow().definition();
    return PeriodCalendar.of(game.board(period.boardId()).orElseThrow(), game.timeZone())
        .find(period.period())
        .orElseThrow()
        .end();
  }

  RedisLink link() {
    return opened.link(new InetSocketAddress(server.address().host(), server.address().port()));
  }

  /** All that is closed stands there once, and its manifests stand in their own topic too. */
  void requireFinals() {
    List<FinalRecord> written = read();
    expected.require(written);
    assertThat(manifests())
        .as("%s", seed)
        .containsExactlyInAnyOrderElementsOf(
            written.stream()
                .filter(FinalManifest.class::isInstance)
                .map(FinalManifest.class::cast)
                .toList());
  }

  void requireRetention() {
    Set<String> listed =
        standings().keySet().stream()
            .map(key -> key.substring(0, key.lastIndexOf('\n')))
            .collect(Collectors.toCollection(TreeSet::new));
    expected.requireRetention(listed, redis);
  }

  /** The listed standings by game, board, period and user. */
  Map<String, Long> standings() {
    Map<String, Long> standings = new TreeMap<>();
    Generation generation = StoredBoards.generation(redis);
    for (Game game : view.games().all()) {
      Edition edition = StoredBoards.edition(redis, game.id());
      Game.Rules rules = game.latestRules();
      for (BoardDefinition board : rules.definition().boards()) {
        StoredBoards.of(redis, generation, game.id(), edition, rules, board)
            .forEach(
                (user, standing) ->
                    standings.put(game.id() + '\n' + board.id() + '\n' + user, standing.value()));
      }
    }
    return standings;
  }

  List<String> expiring() {
    return redis.keys("*").stream().filter(key -> redis.pttl(key) > 0).toList();
  }

  static void empty(String topic, int partitions) throws Exception {
    try (Admin admin = Admin.create(logProperties.clientSettings("test"))) {
      if (admin.listTopics().names().get().contains(topic)) {
        admin.deleteTopics(List.of(topic)).all().get();
        while (admin.listTopics().names().get().contains(topic)) {
          Thread.onSpinWait();
        }
      }
      admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    }
  }

  static List<FinalRecord> read() {
    List<FinalRecord> records = new ArrayList<>();
    committed(
        Topics.FINAL_STANDINGS, record -> records.add(FinalRecordCodec.decode(record.value())));
    return records;
  }

  /** Those of {@code final-manifests}; that all are there is said once, if anything was written. */
  static List<FinalManifest> manifests() {
    List<FinalManifest> manifests = new ArrayList<>();
    int[] copied = new int[1];
    committed(
        Topics.FINAL_MANIFESTS,
        record ->
            FinalRecordCodec.manifest(record.key(), record.value())
                .ifPresentOrElse(manifests::add, () -> copied[0]++));
    assertThat(copied[0]).isEqualTo(1);
    return manifests;
  }

  private interface Reading {
    void take(ConsumerRecord<byte[], byte[]> record) throws UndecodableRecordException;
  }

  static void committed(String topic, Reading reading) {
    try (TopicReader reader =
        TopicReader.open(logProperties, "reads", IsolationLevel.READ_COMMITTED, Map.of())) {
      reader.readToEnd(
          topic,
          Duration.ofSeconds(20),
          record -> {
            try {
              reading.take(record);
            } catch (UndecodableRecordException e) {
              throw new AssertionError(e);
            }
          });
    }
  }
}
