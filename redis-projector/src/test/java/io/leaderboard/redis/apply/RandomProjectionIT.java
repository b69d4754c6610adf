package io.leaderboard.redis.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.redis.BoardKeys;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.SortableTime;
import io.leaderboard.events.reference.ReferenceRanking;
import io.leaderboard.events.reference.ReferenceStanding;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.events.reference.StandingKey;
import io.leaderboard.events.standing.BoardRules;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.RedisAddress;
import io.leaderboard.servers.testing.TestServers;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random games of every aggregation, order, period and tie rule over random logs, in batches of any
 * size and over several buckets: the lists that Redis holds are those of the reference, rank for
 * rank.
 */
@Timeout(300)
class RandomProjectionIT {
  private static final int CASES = Integer.getInteger("random.cases", 60);
  private static final int EVENTS = 300;

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
    RedisClusterCommands<String, String> redis = link.commands();
    redis.flushall();
    RandomLog log = RandomLog.of(seed, EVENTS);
    Games games = log.games();
    opened.keeper(link, TestRedis.log(() -> games)).check();
    log.apply(random, opened.projection(link, TestRedis.log(() -> games)));

    Map<StandingKey, ReferenceStanding> standings = log.standings();
    Generation generation = StoredBoards.generation(redis);
    for (GameDefinition definition : log.definitions()) {
      Game.Rules rules = games.game(definition.gameId()).orElseThrow().latestRules();
      for (BoardDefinition board : definition.boards()) {
        Set<String> periods =
            standings.keySet().stream()
                .filter(key -> key.gameId().equals(definition.gameId()))
                .filter(key -> key.boardId().equals(board.id()))
                .map(StandingKey::period)
                .collect(Collectors.toCollection(TreeSet::new));
        // Reads and checks the listed periods, and that each time belongs to its member.
        Set<String> stored = new TreeSet<>();
        StoredBoards.of(redis, generation, definition.gameId(), Edition.FIRST, rules, board)
            .keySet()
            .forEach(key -> stored.add(key.substring(0, key.indexOf('\n'))));
        assertThat(stored).as("%s %s", seed, board).isEqualTo(periods);
        if (board.period() == PeriodKind.ALL_TIME) {
          assertThat(redis.keys("lb:*:" + definition.gameId() + ':' + board.id() + ":*:periods:*"))
              .as("%s %s", seed, board)
              .isEmpty();
        }
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

  /** What a board's own order and its count of better members give. */
  private static List<ReferenceRanking.Entry> list(
      RedisClusterCommands<String, String> redis,
      Generation generation,
      Game.Rules rules,
      BoardDefinition board,
      String period) {
    BoardRules boardRules = new BoardRules(rules.definition(), board);
    String gameId = rules.definition().gameId();
    String z = new BoardKeys(generation, gameId, Edition.FIRST, board).in(period, 0).sortedSet();
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
