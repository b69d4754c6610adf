package io.leaderboard.redis.finals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.events.digest.BoardDigest;
import io.leaderboard.events.finals.FinalEntry;
import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalPage;
import io.leaderboard.events.finals.FinalPeriod;
import io.leaderboard.events.finals.FinalRecord;
import io.leaderboard.events.finals.FinalRecordCodec;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.period.PeriodCalendar;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.reference.ReferenceRanking;
import io.leaderboard.events.reference.ReferenceStanding;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.events.reference.StandingKey;
import io.leaderboard.events.standing.BoardRules;
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
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private LogView view;
  private RedisCommands<String, String> redis;

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
    view = TestRedis.log(log::games);
    RedisLink link = link();
    redis = link.connection().sync();
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
  void aWriterThatDiesInTheMiddleLeavesNothingAndIsFencedWhenItWakes() {
    FinalsTopic died = FinalsTopic.open(logProperties, PROPERTIES, "dies");
    FinalPeriod period = expected().keySet().iterator().next();
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

  private RedisLink link() {
    return opened.link(new InetSocketAddress(server.address().host(), server.address().port()));
  }

  /** Each closed period's list in the reference. */
  private Map<FinalPeriod, List<FinalEntry>> expected() {
    Map<StandingKey, ReferenceStanding> standings = log.standings();
    Map<FinalPeriod, List<FinalEntry>> expected = new HashMap<>();
    for (GameDefinition game : log.definitions()) {
      for (BoardDefinition board : game.boards()) {
        int scale = new BoardRules(game, board).scale();
        for (String period : periods(standings, game, board)) {
          if (period(game, board, period).end() <= log.closedThrough(game.gameId())) {
            List<FinalEntry> entries = new ArrayList<>();
            for (ReferenceRanking.Entry entry :
                ReferenceRanking.list(standings, game.gameId(), board, period)) {
              StandingKey key = new StandingKey(game.gameId(), board.id(), period, entry.userId());
              long reachedAt = Objects.requireNonNull(standings.get(key)).reachedAt();
              entries.add(
                  new FinalEntry(
                      entry.rank(),
                      entry.userId(),
                      entry.score().movePointRight(scale).longValueExact(),
                      board.ties() == Ties.EARLIEST ? reachedAt : null));
            }
            expected.put(new FinalPeriod(game.gameId(), board.id(), period), entries);
          }
        }
      }
    }
    return expected;
  }

  private void requireFinals() {
    Map<FinalPeriod, List<FinalEntry>> entries = new HashMap<>();
    Map<FinalPeriod, FinalManifest> manifests = new HashMap<>();
    for (FinalRecord record : read()) {
      assertThat(manifests).as("%s: after the manifest", seed).doesNotContainKey(record.period());
      if (record instanceof FinalPage page) {
        List<FinalEntry> of = entries.computeIfAbsent(page.period(), p -> new ArrayList<>());
        assertThat(of).as("%s: pages in order", seed).hasSize(page.page() * FinalPage.ENTRIES);
        of.addAll(page.entries());
      } else if (record instanceof FinalManifest manifest) {
        manifests.put(manifest.period(), manifest);
      }
    }
    Map<FinalPeriod, List<FinalEntry>> expected = expected();
    assertThat(expected).as("%s: something is closed", seed).isNotEmpty();
    assertThat(entries).as("%s", seed).isEqualTo(expected);
    assertThat(manifests.keySet()).as("%s", seed).isEqualTo(expected.keySet());
    manifests.forEach(
        (period, manifest) -> {
          BoardDigest digest = new BoardDigest();
          expected
              .getOrDefault(period, List.of())
              .forEach(entry -> digest.add(entry.userId(), entry.score(), entry.reachedAt()));
          assertThat(manifest.digest()).as("%s %s", seed, period).isEqualTo(digest.hex());
          assertThat(manifest.entries()).as("%s %s", seed, period).isEqualTo(digest.entries());
        });
  }

  /** Of each board the newest closed periods are still listed, and the keys of no other stay. */
  private void requireRetention() {
    Map<StandingKey, ReferenceStanding> standings = log.standings();
    Set<String> listed =
        standings().keySet().stream()
            .map(key -> key.substring(0, key.lastIndexOf('\n')))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> expected = new TreeSet<>();
    for (GameDefinition game : log.definitions()) {
      for (BoardDefinition board : game.boards()) {
        TreeMap<Long, String> closed = new TreeMap<>();
        for (String id : periods(standings, game, board)) {
          Period period = period(game, board, id);
          if (period.end() <= log.closedThrough(game.gameId())) {
            closed.put(period.end(), id);
          } else {
            expected.add(game.gameId() + '\n' + board.id() + '\n' + id);
          }
        }
        closed.descendingMap().values().stream()
            .limit(board.retention())
            .forEach(id -> expected.add(game.gameId() + '\n' + board.id() + '\n' + id));
      }
    }
    assertThat(listed).as("%s", seed).isEqualTo(expected);
    // A key that expires belongs to no listed period, and one that does not to a listed one.
    for (String key : redis.keys("*:z")) {
      String[] parts = key.split(":", -1);
      String name = parts[2] + '\n' + parts[3] + '\n' + parts[5];
      long left = redis.pttl(key);
      assertThat(left > 0).as("%s %s", seed, key).isEqualTo(!expected.contains(name));
      String times = key.substring(0, key.length() - 1) + 't';
      assertThat(redis.exists(times) == 0 || (redis.pttl(times) > 0) == (left > 0))
          .as("%s %s", seed, times)
          .isTrue();
    }
  }

  private static Set<String> periods(
      Map<StandingKey, ReferenceStanding> standings, GameDefinition game, BoardDefinition board) {
    return standings.keySet().stream()
        .filter(key -> key.gameId().equals(game.gameId()) && key.boardId().equals(board.id()))
        .map(StandingKey::period)
        .collect(Collectors.toSet());
  }

  private static Period period(GameDefinition game, BoardDefinition board, String id) {
    return PeriodCalendar.of(board, game.timeZone()).find(id).orElseThrow();
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
