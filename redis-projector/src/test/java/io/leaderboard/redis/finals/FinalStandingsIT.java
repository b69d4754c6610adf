package io.leaderboard.redis.finals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.events.finals.FinalEntry;
import io.leaderboard.events.finals.FinalFacts;
import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalPage;
import io.leaderboard.events.finals.FinalPeriod;
import io.leaderboard.events.finals.FinalRecord;
import io.leaderboard.events.finals.FinalRecordCodec;
import io.leaderboard.events.finals.FinalRules;
import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.GamesFold;
import io.leaderboard.events.game.LogSettings;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.period.PeriodCalendar;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
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
import io.leaderboard.redis.generation.LeftPeriods;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
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
  private FollowedLog view;
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
    redefine(FinalStandingsIT::keepingAll);

    rebuild();
    assertThat(standings()).as("%s", seed).isEqualTo(all);
  }

  @Test
  void aWriterThatDiesInTheMiddleLeavesNothingAndIsFencedWhenItWakes() {
    FinalsTopic died = FinalsTopic.open(logProperties, PROPERTIES, "dies", view.topicId());
    FinalPeriod period = expected.periods().keySet().iterator().next();
    died.begin();
    for (int page = 0; page < 3; page++) {
      died.add(new FinalPage(period, page, List.of(new FinalEntry(1, "nobody", 1, null))));
    }

    writer().round();

    FinalManifest manifest =
        new FinalManifest(period, 0, 1, 1, 0, 3, 3, "none", 0, FinalFacts.UNKNOWN);
    assertThatThrownBy(() -> died.commit(manifest)).isInstanceOf(KafkaException.class);
    died.close();
    writer().round();
    requireFinals();
  }

  @Test
  void theManifestsOfAnOldLogAreCopiedOnceAndNothingIsWrittenAgain() throws Exception {
    writer().round();
    List<FinalManifest> before = manifests();
    // As it was before this topic, and then a copy that broke off.
    empty(Topics.FINAL_MANIFESTS, 1);
    FinalsTopic broke = FinalsTopic.open(logProperties, PROPERTIES, "breaks", view.topicId());
    broke.close();
    empty(Topics.FINAL_MANIFESTS, 1);
    try (KafkaProducer<byte[], byte[]> half = transactional()) {
      half.initTransactions();
      half.beginTransaction();
      FinalManifest one = before.get(0);
      half.send(
              FinalsTopic.manifestRecord(one.period().manifestKey(), FinalRecordCodec.encode(one)))
          .get();
      half.close(Duration.ZERO);
    }

    writer().round();
    assertThat(manifests()).as("%s", seed).containsExactlyInAnyOrderElementsOf(before);
    writer().round();
    requireFinals();
  }

  @Test
  void manifestsSayWhatHeldWhenTheyWereWritten() {
    writer().round();

    Map<String, Long> completeByBoard = new TreeMap<>();
    for (FinalManifest manifest : manifests()) {
      FinalPeriod name = manifest.period();
      Game game = log.games().game(name.gameId()).orElseThrow();
      BoardDefinition board = game.definition().board(name.boardId()).orElseThrow();
      FinalFacts facts = manifest.facts();
      assertThat(facts.logId()).isEqualTo(view.topicId());
      assertThat(facts.rules()).isEqualTo(FinalRules.of(game.definition(), board));
      assertThat(facts.closedThrough()).isGreaterThanOrEqualTo(CLOSED);
      assertThat(facts.completeThrough()).isBetween(manifest.end(), facts.closedThrough());
      completeByBoard.merge(name.gameId() + name.boardId(), facts.completeThrough(), Math::max);
    }
    // With the last of each board, all is complete that is closed.
    assertThat(completeByBoard.values()).allMatch(complete -> complete >= CLOSED);
  }

  @Test
  void onePeriodThatCannotBeWrittenHoldsUpNoOther() {
    FinalPeriod failing = oneInTheMiddle().orElseThrow();
    List<String> keys = keysOf(failing);
    keys.forEach(
        key -> {
          redis.rename(key, "aside:" + key);
          redis.set(key, "not a board");
        });
    FinalStandings writer = writer();
    writer.round();

    assertThat(writer.failing()).isEqualTo(1);
    assertThat(writer.failure()).hasValueSatisfying(s -> assertThat(s).contains(failing.text()));
    Set<FinalPeriod> written =
        manifests().stream().map(FinalManifest::period).collect(Collectors.toSet());
    Set<FinalPeriod> all = new HashSet<>(expected.periods().keySet());
    all.remove(failing);
    assertThat(written).as("%s", seed).isEqualTo(all);
    long end = end(failing);
    assertThat(manifests())
        .filteredOn(each -> each.period().boardId().equals(failing.boardId()))
        .filteredOn(each -> each.period().gameId().equals(failing.gameId()))
        .allMatch(each -> each.facts().completeThrough() < end);

    // It pauses, and is done when the reason has gone.
    keys.forEach(key -> redis.rename("aside:" + key, key));
    Awaitility.await()
        .until(
            () -> {
              writer.round();
              return writer.failing() == 0;
            });
    requireFinals();
    requireRetention();
  }

  @Test
  void afterTheRulesChangedNothingIsWrittenAgainAndWhatHasOtherNumbersLeavesRedis()
      throws Exception {
    writer().round();
    redefine(FinalStandingsIT::reversed);
    rebuild(LeftPeriods.none());

    writer().round();
    requireFinals();
    Generation generation = StoredBoards.generation(redis);
    ClosedPeriods closed = new ClosedPeriods(link());
    for (Game game : view.games().all()) {
      for (ClosedBoard board :
          closed.closed(generation, game, Edition.of(2), RandomLog.PARTITIONS).boards()) {
        assertThat(board.periods()).as("%s %s", seed, board.keys()).isEmpty();
      }
    }
    assertThat(expiring()).as("%s", seed).isNotEmpty();
  }

  @Test
  void whatIsFilledUnderOtherRulesLeavesOutWhatWasAnnounced() throws Exception {
    writer().round();
    redefine(FinalStandingsIT::reversed);
    rebuild();
    assertThat(standings().keySet()).as("%s", seed).noneMatch(this::isClosed);
    writer().round();
    requireFinals();

    // Whether what was not announced has standings is not known where other events count.
    redefine(FinalStandingsIT::counting);
    rebuild();
    assertThat(standings().keySet()).as("%s", seed).anyMatch(this::isClosed);
  }

  private void redefine(UnaryOperator<GameDefinition> change) {
    GamesFold changed = new GamesFold();
    changed.apply(new LogSettings(RandomLog.PARTITIONS, 50, 0));
    for (Game game : log.games().all()) {
      changed.apply(new GameDefined(game.definition(), 0, game.firstSeenAt()));
      changed.apply(new GameDefined(change.apply(game.definition()), 1, game.firstSeenAt()));
    }
    view = TestRedis.log(changed::snapshot);
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
            logId -> {
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
    String clientId = "finals-" + writers.size();
    return writer(logId -> FinalsTopic.open(logProperties, PROPERTIES, clientId, logId));
  }

  private FinalStandings writer(Function<String, FinalsTopic> topics) {
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

  /** Filled when nothing is live any more; no writer is there to make anything leave it. */
  private void rebuild() throws Exception {
    rebuild(new AnnouncedPeriods(logProperties, view));
  }

  private void rebuild(LeftPeriods left) throws Exception {
    Generation former = StoredBoards.generation(redis);
    RedisLink link = link();
    redis.del(RedisLayout.GENERATION);
    GenerationKeeper keeper = opened.keeper(link, view, left);
    keeper.check();
    // Of an empty log, and so at once.
    Generation next = StoredBoards.generation(redis);
    log.apply(seed.random(), opened.projection(link, view));
    keeper.check();
    assertThat(StoredBoards.generation(redis)).isEqualTo(next);
    redis.keys(RedisLayout.everyKeyOf(former.id())).forEach(redis::del);
  }

  /** Whether the period of a standing is one that is closed. */
  private boolean isClosed(String standing) {
    String[] parts = standing.split("\n", 4);
    return expected.periods().containsKey(new FinalPeriod(parts[0], parts[1], parts[2]));
  }

  /** A closed period of a board that has another one behind it. */
  private Optional<FinalPeriod> oneInTheMiddle() {
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

  private long end(FinalPeriod period) {
    GameDefinition game = log.games().game(period.gameId()).orElseThrow().definition();
    return PeriodCalendar.of(game.board(period.boardId()).orElseThrow(), game.timeZone())
        .find(period.period())
        .orElseThrow()
        .end();
  }

  private List<String> keysOf(FinalPeriod period) {
    return redis.keys("*:z").stream()
        .filter(
            key -> {
              String[] parts = key.split(":", -1);
              return parts[2].equals(period.gameId())
                  && parts[3].equals(period.boardId())
                  && parts[5].equals(period.period());
            })
        .toList();
  }

  private static KafkaProducer<byte[], byte[]> transactional() {
    Map<String, Object> config = logProperties.clientSettings("half");
    config.put("transactional.id", FinalsTopic.TRANSACTIONAL_ID);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Best is what was worst. */
  private static GameDefinition reversed(GameDefinition game) {
    return withBoards(
        game,
        board ->
            new BoardDefinition(
                board.id(),
                board.aggregation(),
                board.order() == Order.DESC ? Order.ASC : Order.DESC,
                board.metric(),
                board.period(),
                board.seasons(),
                board.ties(),
                board.retention(),
                board.shards()));
  }

  /** Counts also what exists at more decimals. */
  private static GameDefinition counting(GameDefinition game) {
    return withBoards(
        game,
        board ->
            new BoardDefinition(
                board.id(),
                Aggregation.COUNT,
                board.order(),
                board.metric(),
                board.period(),
                board.seasons(),
                board.ties(),
                board.retention(),
                board.shards()));
  }

  private static GameDefinition keepingAll(GameDefinition game) {
    return withBoards(
        game,
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
                board.shards()));
  }

  private static GameDefinition withBoards(
      GameDefinition game, UnaryOperator<BoardDefinition> change) {
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
        game.boards().stream().map(change).toList());
  }

  private RedisLink link() {
    return opened.link(new InetSocketAddress(server.address().host(), server.address().port()));
  }

  /** All that is closed stands there once, and its manifests stand in their own topic too. */
  private void requireFinals() {
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

  private List<String> expiring() {
    return redis.keys("*").stream().filter(key -> redis.pttl(key) > 0).toList();
  }

  private static void empty(String topic, int partitions) throws Exception {
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

  private static List<FinalRecord> read() {
    List<FinalRecord> records = new ArrayList<>();
    committed(
        Topics.FINAL_STANDINGS, record -> records.add(FinalRecordCodec.decode(record.value())));
    return records;
  }

  /** Those of {@code final-manifests}; that all are there is said once, if anything was written. */
  private static List<FinalManifest> manifests() {
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

  private static void committed(String topic, Reading reading) {
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
