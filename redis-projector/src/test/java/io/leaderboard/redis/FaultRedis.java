package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.finals.FinalPeriod;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.guarantee.ExactlyOnceEffect;
import io.leaderboard.events.guarantee.RuleChange.Progress;
import io.leaderboard.events.guarantee.StoreView;
import io.leaderboard.events.period.PeriodCalendar;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.reference.StandingKey;
import io.leaderboard.redis.apply.StandingKeys;
import io.leaderboard.redis.apply.StoredBoards;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.RedisAddress;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RestoreArgs;
import io.lettuce.core.TransactionResult;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the Redis of a fault test holds, and how it is hurt. Each call has a connection of its own,
 * because Redis comes and goes.
 */
public final class FaultRedis {
  private final DedicatedServer<RedisAddress> server;

  FaultRedis(DedicatedServer<RedisAddress> server) {
    this.server = server;
  }

  /** Everything at one moment, to be {@linkplain #setBack set back} to. */
  Map<String, byte[]> snapshot() {
    return with(
        redis -> {
          while (true) {
            List<String> keys = redis.keys("*");
            redis.multi();
            redis.keys("*");
            keys.forEach(redis::dump);
            TransactionResult dumps = redis.exec();
            // A key that came or went in between: once more.
            if (Set.copyOf(keys).equals(Set.copyOf(dumps.<List<String>>get(0)))) {
              Map<String, byte[]> snapshot = new LinkedHashMap<>();
              for (int i = 0; i < keys.size(); i++) {
                snapshot.put(keys.get(i), dumps.get(i + 1));
              }
              return snapshot;
            }
          }
        });
  }

  /** What a failover to a replica that was behind looks like: an older state, and reconnects. */
  void setBack(Map<String, byte[]> snapshot) {
    with(
        redis -> {
          redis.multi();
          redis.flushall();
          snapshot.forEach(
              (key, dump) -> redis.restore(key, dump, RestoreArgs.Builder.ttl(0).replace()));
          redis.exec();
          return redis.clientKill(KillArgs.Builder.typeNormal().skipme());
        });
  }

  /**
   * Answers no writes for a while, once all partitions have an owner that fills them, or nothing is
   * filled any more.
   *
   * @param atMost how long that may take
   */
  void holdWritesOfAFilling(Duration time, Duration atMost) {
    with(
        redis -> {
          await("all partitions are filled")
              .atMost(atMost)
              .pollInterval(Duration.ofMillis(1))
              .until(() -> isFillingBegun(redis));
          return redis.dispatch(
              CommandType.CLIENT,
              new StatusOutput<>(StringCodec.UTF8),
              new CommandArgs<>(StringCodec.UTF8).add("PAUSE").add(time.toMillis()).add("WRITE"));
        });
  }

  private static boolean isFillingBegun(RedisCommands<String, String> redis) {
    Generation building = Generations.of(redis.hgetall(RedisLayout.GENERATION)).building();
    return building == null
        || redis.hlen(RedisLayout.filling(building.id(), 0, "")) >= FaultStack.PARTITIONS;
  }

  /** Whether it says that something is being filled. */
  public boolean isFilling() {
    return with(redis -> isFilling(generations(redis)));
  }

  private static boolean isFilling(Generations found) {
    return found.building() != null || !found.fill().isEmpty();
  }

  /**
   * Everything is live, under the latest rules, and nothing is being filled.
   *
   * @throws AssertionError which says what is not
   */
  void requireLatestRules(Games games) {
    with(
        redis -> {
          Generations found = generations(redis);
          if (found.readable().isEmpty() || isFilling(found)) {
            throw new AssertionError("is being filled: " + found);
          }
          for (Game game : games.all()) {
            int rules = StoredBoards.edition(redis, game.id()).rules();
            assertThat(rules).as("rules of " + game.id()).isEqualTo(game.rulesVersion());
          }
          return games;
        });
  }

  /** What each game is written to, and how far its readers see. */
  Map<String, Progress> progress(Games games) {
    return with(
        redis -> {
          Generations found = generations(redis);
          Generation live = StoredBoards.generation(redis);
          Map<Integer, Long> next = StoredBoards.positions(redis, live);
          Map<String, String> brought = redis.hgetall(RedisLayout.fillOf(found.fill()));
          Map<String, Progress> progress = new TreeMap<>();
          for (Game game : games.all()) {
            Set<String> fills = new HashSet<>();
            fills.add(live.id() + ' ' + StoredBoards.edition(redis, game.id()));
            if (brought.containsKey(game.id())) {
              fills.add(live.id() + ' ' + brought.get(game.id()));
            }
            found.filling().ifPresent(building -> fills.add(building.id()));
            progress.put(game.id(), new Progress(fills, next));
          }
          return progress;
        });
  }

  /**
   * By partition: the next offset that the live generation has reached.
   *
   * @throws AssertionError while something is being filled
   */
  public Map<Integer, Long> positions() {
    return with(StoredBoards::positions);
  }

  /**
   * All that readers see.
   *
   * @param next by partition, where the store is
   * @param announced the periods that have final standings: only those may be left to the archive
   */
  StoreView view(Games games, Map<Integer, Long> next, Set<FinalPeriod> announced) {
    return with(
        redis -> {
          try {
            return new StoreView(
                "Redis",
                next,
                games,
                StandingKeys.stored(redis, games),
                StoredBoards::isTimed,
                archived(redis, games, announced));
          } catch (AssertionError e) {
            // Not even a board: a member that is not its user's, or one that stands twice.
            throw new AssertionError(
                "At least 1" + ExactlyOnceEffect.DIFFERENCES + ": " + e.getMessage(), e);
          }
        });
  }

  /** What the fills that brought the games left out, as far as it is final. */
  private static Predicate<StandingKey> archived(
      RedisCommands<String, String> redis, Games games, Set<FinalPeriod> announced) {
    Map<String, Long> past = new HashMap<>();
    Generation live = StoredBoards.generation(redis);
    for (Game game : games.all()) {
      String fill = StoredBoards.edition(redis, game.id()).fill();
      redis
          .hgetall(RedisLayout.past(live.id(), fill))
          .forEach(
              (field, through) -> {
                if (field.startsWith(game.id() + '/')) {
                  past.put(field, Long.valueOf(through));
                }
              });
    }
    return key -> {
      Long through = past.get(RedisLayout.pastField(key.gameId(), key.boardId()));
      return through != null
          && announced.contains(new FinalPeriod(key.gameId(), key.boardId(), key.period()))
          && games
              .game(key.gameId())
              .map(Game::definition)
              .flatMap(
                  game ->
                      game.board(key.boardId())
                          .map(board -> PeriodCalendar.of(board, game.timeZone())))
              .flatMap(calendar -> calendar.find(key.period()))
              .filter(period -> period.end() <= through)
              .isPresent();
    };
  }

  /** What an operator does who wants everything from the log. */
  void forgetGenerations() {
    with(redis -> redis.del(RedisLayout.GENERATION));
  }

  private static Generations generations(RedisCommands<String, String> redis) {
    return Generations.of(redis.hgetall(RedisLayout.GENERATION));
  }

  private <T> T with(Function<RedisCommands<String, String>, T> use) {
    RedisClient client = RedisClient.create(server.address().uri());
    try {
      return use.apply(client.connect().sync());
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
  }
}
