package io.leaderboard.redis.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.GamesFold;
import io.leaderboard.events.game.LogSettings;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.redis.SortableTime;
import io.leaderboard.events.reference.LogRecord;
import io.leaderboard.events.reference.RandomEvents;
import io.leaderboard.events.reference.RandomGames;
import io.leaderboard.events.reference.ReferenceFold;
import io.leaderboard.events.reference.ReferenceRanking;
import io.leaderboard.events.reference.ReferenceStanding;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.events.reference.StandingKey;
import io.leaderboard.events.score.PeriodsClosed;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.score.ScoreRecordCodec;
import io.leaderboard.events.standing.BoardRules;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.projection.PartitionBatch;
import io.leaderboard.projection.PartitionReader;
import io.leaderboard.projection.ResumePoint;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.RedisAddress;
import io.leaderboard.servers.testing.TestServers;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.api.sync.RedisCommands;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random games of every aggregation, order, period and tie rule over random logs, in batches of any
 * size and over several buckets: the lists that Redis holds are those of the reference, rank for
 * rank.
 */
@Timeout(300)
class RandomProjectionIT {
  private static final int WINDOW = 50;
  private static final int PARTITIONS = 3;
  private static final int CASES = Integer.getInteger("random.cases", 60);
  private static final int EVENTS = 300;
  private static final long FIRST_SEEN = 1_700_000_000_000L;

  private final Seed seed = Seed.fresh();

  @Test
  void randomLogsOfRandomGamesGiveTheListsOfTheReference() {
    try (DedicatedServer<RedisAddress> server = TestServers.dedicatedRedis()) {
      InetSocketAddress at =
          new InetSocketAddress(server.address().host(), server.address().port());
      for (int i = 0; i < CASES; i++) {
        Seed of = seed.derive(i);
        Random random = of.random();
        try (TestRedis opened = new TestRedis(1 + random.nextInt(4), 1 + random.nextInt(200))) {
          check(of, random, opened, opened.link(at));
        }
      }
    }
  }

  private static void check(Seed seed, Random random, TestRedis opened, RedisLink link) {
    RedisCommands<String, String> redis = link.connection().sync();
    redis.flushall();
    List<GameDefinition> definitions = new ArrayList<>();
    RandomGames randomGames = new RandomGames(seed);
    for (int i = 0; i < 2; i++) {
      definitions.add(randomGames.next("game-" + i));
    }
    GamesFold fold = new GamesFold();
    fold.apply(new LogSettings(PARTITIONS, WINDOW, 0));
    ReferenceFold reference = new ReferenceFold(WINDOW);
    for (GameDefinition definition : definitions) {
      fold.apply(new GameDefined(definition, 0, FIRST_SEEN));
      reference.define(definition, FIRST_SEEN);
    }
    Games games = fold.snapshot();
    List<LogRecord> log = log(seed, random, definitions);
    opened.keeper(link, TestRedis.log(() -> games)).check();
    apply(random, log, opened.projection(link, TestRedis.log(() -> games)));

    Map<StandingKey, ReferenceStanding> standings = reference.standings(log);
    Generation generation = StoredBoards.generation(redis);
    for (GameDefinition definition : definitions) {
      Game.Rules rules = games.game(definition.gameId()).orElseThrow().rulesIn(0);
      for (BoardDefinition board : definition.boards()) {
        Set<String> periods =
            standings.keySet().stream()
                .filter(key -> key.gameId().equals(definition.gameId()))
                .filter(key -> key.boardId().equals(board.id()))
                .map(StandingKey::period)
                .collect(Collectors.toCollection(TreeSet::new));
        // Reads and checks the registered periods, and that each time belongs to its member.
        Set<String> stored = new TreeSet<>();
        StoredBoards.of(redis, generation, definition.gameId(), rules, board)
            .keySet()
            .forEach(key -> stored.add(key.substring(0, key.indexOf('\n'))));
        assertThat(stored).as("%s %s", seed, board).isEqualTo(periods);
        if (board.shards() == 1) {
          for (String period : periods) {
            assertThat(list(redis, generation, rules, board, period))
                .as("%s %s %s", seed, board, period)
                .isEqualTo(ReferenceRanking.list(standings, definition.gameId(), board, period));
          }
        }
      }
    }
    assertThat(StandingKeys.stored(redis, games))
        .as("%s", seed)
        .isEqualTo(StandingKeys.expected(standings, games));
  }

  /** Random events, now and then a closing in one partition. */
  private static List<LogRecord> log(Seed seed, Random random, List<GameDefinition> games) {
    List<LogRecord> log = new ArrayList<>();
    long[] ends = new long[PARTITIONS];
    for (LogRecord record : new RandomEvents(seed, games).log(EVENTS, PARTITIONS)) {
      int partition = record.partition();
      if (random.nextInt(25) == 0) {
        long through =
            record.record() instanceof ScoreEvent event
                ? event.occurredAt() + random.nextLong(-100_000_000, 100_000_000)
                : 0;
        log.add(
            new LogRecord(
                partition,
                ends[partition]++,
                new PeriodsClosed(games.get(random.nextInt(games.size())).gameId(), through)));
      }
      log.add(new LogRecord(partition, ends[partition]++, record.record()));
    }
    return log;
  }

  private static void apply(Random random, List<LogRecord> log, RedisProjection projection) {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      int of = partition;
      List<ConsumerRecord<byte[], byte[]>> records =
          log.stream().filter(at -> at.partition() == of).map(RandomProjectionIT::record).toList();
      PartitionReader reader = null;
      int next = 0;
      while (next < records.size()) {
        if (reader == null || random.nextInt(4) == 0) {
          ResumePoint point =
              projection.resume(List.of(partition)).getOrDefault(partition, ResumePoint.START);
          reader = new PartitionReader(partition, point, 0, WINDOW, 0, (record, why) -> {});
          next = (int) reader.readFrom();
        }
        int count = Math.min(records.size() - next, 1 + random.nextInt(150));
        PartitionBatch batch = reader.read(records.subList(next, next + count));
        next += count;
        if (reader.isToBeApplied(batch.through())) {
          projection.apply(List.of(batch));
        }
      }
    }
  }

  private static ConsumerRecord<byte[], byte[]> record(LogRecord at) {
    byte[] value = {1, 2, 3};
    if (at.record() instanceof ScoreEvent event) {
      value = ScoreRecordCodec.encode(event);
    } else if (at.record() instanceof PeriodsClosed closed) {
      value = ScoreRecordCodec.encode(closed);
    }
    return new ConsumerRecord<>(Topics.SCORE_EVENTS, at.partition(), at.offset(), null, value);
  }

  /** What a board's own order and its count of better members give. */
  private static List<ReferenceRanking.Entry> list(
      RedisCommands<String, String> redis,
      Generation generation,
      Game.Rules rules,
      BoardDefinition board,
      String period) {
    BoardRules boardRules = new BoardRules(rules.definition(), board);
    String gameId = rules.definition().gameId();
    int bucket = RedisLayout.bucket(gameId, board.id(), 0, generation.buckets());
    String z =
        RedisLayout.shard(generation.id(), bucket, gameId, board.id(), rules.version(), period, 0)
            + 'z';
    List<ReferenceRanking.Entry> entries = new ArrayList<>();
    Map<Double, Long> ranks = new HashMap<>();
    for (ScoredValue<String> entry : redis.zrangeWithScores(z, 0, -1)) {
      long place = entries.size() + 1L;
      boolean earliest = board.ties() == Ties.EARLIEST;
      long rank = earliest ? place : ranks.computeIfAbsent(entry.getScore(), score -> place);
      String user = earliest ? entry.getValue().substring(SortableTime.LENGTH) : entry.getValue();
      BigDecimal score =
          BigDecimal.valueOf(boardRules.sortKey((long) entry.getScore()), boardRules.scale());
      entries.add(new ReferenceRanking.Entry(rank, user, new ReferenceStanding(score, 0).score()));
    }
    return entries;
  }
}
