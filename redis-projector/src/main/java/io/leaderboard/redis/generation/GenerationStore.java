package io.leaderboard.redis.generation;

import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.projection.ResumePoint;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.connection.Script;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The generations as Redis names them, and how far each is. Every change compares before it sets,
 * so that of several services one wins. Thread-safe.
 */
public final class GenerationStore {
  /** Ends the name of the field: where the log ended when a generation was begun. */
  static final String GOAL = ".goal";

  /** Ends the name of the field: when another took its place, milliseconds since 1970. */
  private static final String RETIRED = ".retired";

  /** Between an id and a game in the name of the field: when readers of the game left it. */
  private static final String LEFT = ".left/";

  /** Ends the name of the field: what a generation is filled from; gone once that is over. */
  private static final String FROM = ".from";

  private static final String FROM_LOG = "log";
  private static final String FROM_STANDINGS = "standings";

  private static final int KEYS_PER_SCAN = 500;
  private static final int FIELDS_PER_CALL = 1_000;

  private final RedisLink redis;
  private final Script begin = Script.named("begin_generation");
  private final Script change = Script.named("switch_generation");
  private final Script claim = Script.named("claim_partition");
  private final Script join = Script.named("join_partition");

  private final RestoreProgress restores;

  /** Works over {@code redis}. */
  public GenerationStore(RedisLink redis) {
    this.redis = redis;
    this.restores = new RestoreProgress(redis);
  }

  /** How far generations are that are filled from standings. */
  public RestoreProgress restores() {
    return restores;
  }

  /** The live generation and the one being filled. */
  public Generations read() {
    return Generations.of(commands().hgetall(RedisLayout.GENERATION));
  }

  /** How far a generation is. */
  public BucketPositions positions(Generation generation) {
    List<Map<Integer, Long>> buckets = new ArrayList<>();
    for (int bucket = 0; bucket < generation.buckets(); bucket++) {
      Map<Integer, Long> positions = new HashMap<>();
      commands()
          .hgetall(RedisLayout.positions(generation.id(), bucket))
          .forEach(
              (partition, offset) ->
                  positions.put(Integer.valueOf(partition), Long.valueOf(offset)));
      buckets.add(positions);
    }
    return new BucketPositions(buckets);
  }

  /** Where the log ended when a generation was begun, by partition; empty when it is not known. */
  public List<Long> goal(Generation generation) {
    String goal = commands().hget(RedisLayout.GENERATION, generation.id() + GOAL);
    return goal == null || goal.isEmpty()
        ? List.of()
        : Arrays.stream(goal.split(",", -1)).map(Long::valueOf).toList();
  }

  /**
   * Names a generation that is to be filled: from the log, with a position of -1 in every
   * partition, or from standings, with those that the log is followed from once these have been
   * scanned.
   *
   * @param seen what the caller found; what it says is being built in the same role is retired
   * @param goal where the log ends now, by partition
   * @param origin null to fill it from the log
   * @return whether it is named now; false when somebody was faster
   */
  public boolean begin(
      Generations seen, Generation next, List<Long> goal, @Nullable Origin origin) {
    // First the positions: whoever reads the name finds them.
    Map<String, String> positions = new TreeMap<>();
    Map<String, String> closed = new TreeMap<>();
    for (int partition = 0; partition < goal.size(); partition++) {
      ResumePoint point = origin == null ? ResumePoint.START : origin.points().get(partition);
      positions.put(Integer.toString(partition), Long.toString(point.offset() - 1));
      for (Map.Entry<String, Long> game : point.closedThrough().entrySet()) {
        closed.put(RedisLayout.closing(partition, game.getKey()), game.getValue().toString());
      }
    }
    for (int bucket = 0; bucket < next.buckets(); bucket++) {
      set(RedisLayout.closings(next.id(), bucket), closed);
      set(RedisLayout.positions(next.id(), bucket), positions);
    }
    boolean named =
        begin.call(
                redis.connection(),
                RedisLayout.GENERATION,
                next.liveField(),
                id(liveOf(seen, next)),
                next.buildingField(),
                id(buildingOf(seen, next)),
                next.id(),
                Integer.toString(next.buckets()),
                Integer.toString(next.epoch()),
                next.topicId(),
                goal.stream().map(String::valueOf).collect(Collectors.joining(",")),
                Long.toString(System.currentTimeMillis()),
                origin == null ? FROM_LOG : FROM_STANDINGS)
            == 1;
    if (!named) {
      deleteKeys(next.id(), next.buckets());
    }
    return named;
  }

  private void set(String key, Map<String, String> fields) {
    Map<String, String> some = new TreeMap<>();
    for (Map.Entry<String, String> field : fields.entrySet()) {
      some.put(field.getKey(), field.getValue());
      if (some.size() == FIELDS_PER_CALL) {
        commands().hset(key, some);
        some.clear();
      }
    }
    if (!some.isEmpty()) {
      commands().hset(key, some);
    }
  }

  /** Whether a generation is filled from standings; also for a while after it went live. */
  public boolean isFromStandings(Generation generation) {
    return FROM_STANDINGS.equals(commands().hget(RedisLayout.GENERATION, generation.id() + FROM));
  }

  /**
   * Deletes what a live generation needed only while it was being filled from standings. Its
   * positions have passed every guard: it would not have gone live before.
   */
  public void forgetOrigin(Generation generation) {
    deleteMatching(RedisLayout.everyGuardOf(generation.id()));
    commands().hdel(RedisLayout.GENERATION, generation.id() + FROM);
  }

  /**
   * Makes a generation that is being filled the live one, as soon as it holds what those hold that
   * it replaces: the one of its role, and of games those whose rules are not newer than its own.
   *
   * @param seen what the caller found
   * @return whether it is; false when it does not hold enough yet, or somebody was faster
   */
  public boolean makeLive(Generations seen, Generation next) {
    List<String> keys =
        new ArrayList<>(List.of(RedisLayout.GENERATION, RedisLayout.fill(next.id())));
    addPositions(keys, next);
    Generation before = liveOf(seen, next);
    List<String> replaced = new ArrayList<>();
    String leftBy = "";
    if (before != null) {
      addPositions(keys, before);
    } else if (next.gameId() != null && seen.live() != null) {
      addPositions(keys, seen.live());
      leftBy = seen.live().id();
    }
    if (next.gameId() == null) {
      for (Generation ofGame : seen.liveByGame().values()) {
        if (ofGame.epoch() <= next.epoch()) {
          addPositions(keys, ofGame);
          replaced.addAll(List.of(ofGame.liveField(), ofGame.id()));
        }
      }
      for (Generation ofGame : seen.buildingByGame().values()) {
        if (ofGame.epoch() <= next.epoch()) {
          replaced.addAll(List.of(ofGame.buildingField(), ofGame.id()));
        }
      }
    }
    List<String> args =
        new ArrayList<>(
            List.of(
                next.liveField(),
                id(before),
                next.buildingField(),
                next.id(),
                Long.toString(System.currentTimeMillis()),
                Integer.toString(next.buckets()),
                leftBy,
                next.gameId() == null ? "" : next.gameId()));
    args.addAll(replaced);
    return change.call(redis.connection(), keys.toArray(String[]::new), args.toArray(String[]::new))
        == 1;
  }

  /**
   * Notes that {@code token} owns a partition of a generation that is being filled.
   *
   * @return whether a former owner had joined it
   */
  public boolean claim(Generation generation, int partition, String token) {
    return claim.call(
            redis.connection(),
            RedisLayout.fill(generation.id()),
            Integer.toString(partition),
            token)
        == 1;
  }

  /**
   * Notes that the owner applies everything to the generation first from now on.
   *
   * @return false when the partition has another owner now
   */
  public boolean join(Generation generation, int partition, String token) {
    return join.call(
            redis.connection(),
            RedisLayout.fill(generation.id()),
            Integer.toString(partition),
            token)
        == 1;
  }

  /** Through which offset a partition is loaded, once that was begun. */
  public OptionalLong loading(Generation generation, int partition) {
    return number(commands().hget(RedisLayout.fill(generation.id()), "loading." + partition));
  }

  /** How many partitions of a generation that is being filled are applied to by their owners. */
  public int joined(Generation generation) {
    return (int)
        commands().hkeys(RedisLayout.fill(generation.id())).stream()
            .filter(field -> field.startsWith("joined."))
            .count();
  }

  private static void addPositions(List<String> keys, Generation generation) {
    for (int bucket = 0; bucket < generation.buckets(); bucket++) {
      keys.add(RedisLayout.positions(generation.id(), bucket));
    }
  }

  private static @Nullable Generation liveOf(Generations seen, Generation next) {
    return next.gameId() == null ? seen.live() : seen.liveByGame().get(next.gameId());
  }

  private static @Nullable Generation buildingOf(Generations seen, Generation next) {
    return next.gameId() == null ? seen.building() : seen.buildingByGame().get(next.gameId());
  }

  /**
   * Games whose keys in a generation are not read any more since before an instant, because they
   * have a generation of their own.
   */
  public List<String> leftBefore(Generation generation, long instant) {
    List<String> left = new ArrayList<>();
    String prefix = generation.id() + LEFT;
    commands()
        .hgetall(RedisLayout.GENERATION)
        .forEach(
            (field, value) -> {
              if (field.startsWith(prefix) && Long.parseLong(value) < instant) {
                left.add(field.substring(prefix.length()));
              }
            });
    return left;
  }

  /** Deletes the keys of a game in a generation that its readers have left. */
  public void deleteGame(Generation generation, String gameId) {
    for (int bucket = 0; bucket < generation.buckets(); bucket++) {
      deleteMatching(RedisLayout.everyKeyOf(generation.id(), bucket, gameId));
    }
    commands().hdel(RedisLayout.GENERATION, generation.id() + LEFT + gameId);
  }

  /** The ids of generations that were retired before an instant in milliseconds since 1970. */
  public List<String> retiredBefore(long instant) {
    List<String> retired = new ArrayList<>();
    commands()
        .hgetall(RedisLayout.GENERATION)
        .forEach(
            (field, value) -> {
              if (field.endsWith(RETIRED) && Long.parseLong(value) < instant) {
                retired.add(field.substring(0, field.length() - RETIRED.length()));
              }
            });
    return retired;
  }

  /** What looks for keys of generations that nobody names, at an interval. */
  NamelessKeys namelessKeys(Duration interval) {
    return new NamelessKeys(
        redis, interval.toNanos(), id -> deleteMatching(RedisLayout.everyKeyOf(id)));
  }

  /** Deletes the keys of a retired generation, and then what is known of it. */
  public void delete(String id) {
    OptionalLong buckets =
        number(commands().hget(RedisLayout.GENERATION, id + Generations.BUCKETS));
    deleteKeys(id, (int) buckets.orElse(0));
    List<String> fields =
        commands().hkeys(RedisLayout.GENERATION).stream()
            .filter(field -> field.startsWith(id + "."))
            .toList();
    if (!fields.isEmpty()) {
      commands().hdel(RedisLayout.GENERATION, fields.toArray(String[]::new));
    }
  }

  private void deleteKeys(String id, int buckets) {
    // The positions first: without them nobody who still believes in it can write to it any more.
    for (int bucket = 0; bucket < buckets; bucket++) {
      commands().unlink(RedisLayout.positions(id, bucket));
    }
    deleteMatching(RedisLayout.everyKeyOf(id));
  }

  private void deleteMatching(String pattern) {
    ScanArgs matching = ScanArgs.Builder.matches(pattern).limit(KEYS_PER_SCAN);
    KeyScanCursor<String> cursor = commands().scan(ScanCursor.INITIAL, matching);
    while (true) {
      if (!cursor.getKeys().isEmpty()) {
        commands().unlink(cursor.getKeys().toArray(String[]::new));
      }
      if (cursor.isFinished()) {
        return;
      }
      cursor = commands().scan(cursor, matching);
    }
  }

  private RedisCommands<String, String> commands() {
    return redis.connection().sync();
  }

  private static OptionalLong number(@Nullable String text) {
    return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
  }

  private static String id(@Nullable Generation generation) {
    return generation == null ? "" : generation.id();
  }
}
