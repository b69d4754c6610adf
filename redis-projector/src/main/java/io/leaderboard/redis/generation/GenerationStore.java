package io.leaderboard.redis.generation;

import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.projection.ResumePoint;
import io.leaderboard.redis.connection.Answers;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.connection.Script;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
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
  private final Script claim = Script.named("claim_partition");
  private final Script join = Script.named("join_partition");

  private final RestoreProgress restores;

  /** Works over {@code redis}. */
  public GenerationStore(RedisLink redis) {
    this.redis = redis;
    this.restores = new RestoreProgress(redis);
  }

  /** What makes generations live. Used by one thread. */
  GenerationSwitch switching() {
    return new GenerationSwitch(redis, this);
  }

  /** Whether keys are spread over the masters of a cluster. */
  boolean isOnCluster() {
    return redis.isCluster();
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
    RedisClusterAsyncCommands<String, String> async = redis.async();
    List<RedisFuture<Map<String, String>>> asked = new ArrayList<>();
    for (int bucket = 0; bucket < generation.buckets(); bucket++) {
      asked.add(async.hgetall(RedisLayout.positions(generation.id(), bucket)));
    }
    List<Map<Integer, Long>> buckets = new ArrayList<>();
    for (Map<String, String> hash : Answers.of(asked)) {
      Map<Integer, Long> positions = new HashMap<>();
      hash.forEach(
          (partition, offset) -> positions.put(Integer.valueOf(partition), Long.valueOf(offset)));
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
   * partition, or from standings, with those that say that these are awaited and from where the log
   * is followed then.
   *
   * @param seen what the caller found; what it says is being built in the same role is retired
   * @param goal where the log ends now, by partition
   * @param left which periods it never holds, see {@link RedisLayout#left}
   * @param origin null to fill it from the log
   * @return whether it is named now; false when somebody was faster
   */
  public boolean begin(
      Generations seen,
      Generation next,
      List<Long> goal,
      @Nullable Origin origin,
      Map<String, Long> left) {
    // First the positions: whoever reads the name finds them.
    Map<String, String> positions = new TreeMap<>();
    Map<String, String> closed = new TreeMap<>();
    for (int partition = 0; partition < goal.size(); partition++) {
      ResumePoint point = origin == null ? ResumePoint.START : origin.points().get(partition);
      long position =
          origin == null ? StoredPosition.NONE : StoredPosition.restoring(point.offset() - 1);
      positions.put(Integer.toString(partition), Long.toString(position));
      for (Map.Entry<String, Long> game : point.closedThrough().entrySet()) {
        closed.put(RedisLayout.closing(partition, game.getKey()), game.getValue().toString());
      }
    }
    Map<String, String> leftOut = new TreeMap<>();
    left.forEach((field, through) -> leftOut.put(field, through.toString()));
    List<RedisFuture<Long>> sent = new ArrayList<>();
    // Before the positions of its bucket: whoever finds these finds that too.
    set(sent, RedisLayout.left(next.id()), leftOut);
    for (int bucket = 0; bucket < next.buckets(); bucket++) {
      set(sent, RedisLayout.closings(next.id(), bucket), closed);
      set(sent, RedisLayout.positions(next.id(), bucket), positions);
    }
    Answers.of(sent);
    boolean named =
        begin.call(
                redis,
                RedisLayout.GENERATION,
                next.liveField(),
                id(Replaced.liveOf(seen, next)),
                next.buildingField(),
                id(Replaced.buildingOf(seen, next)),
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

  /** Which periods a generation never holds, see {@link RedisLayout#left}. */
  public Map<String, Long> left(Generation generation) {
    Map<String, Long> left = new HashMap<>();
    commands()
        .hgetall(RedisLayout.left(generation.id()))
        .forEach((field, through) -> left.put(field, Long.valueOf(through)));
    return left;
  }

  private void set(List<RedisFuture<Long>> sent, String key, Map<String, String> fields) {
    Map<String, String> some = new TreeMap<>();
    for (Map.Entry<String, String> field : fields.entrySet()) {
      some.put(field.getKey(), field.getValue());
      if (some.size() == FIELDS_PER_CALL) {
        sent.add(redis.async().hset(key, some));
        some = new TreeMap<>();
      }
    }
    if (!some.isEmpty()) {
      sent.add(redis.async().hset(key, some));
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
   * Notes that {@code token} owns a partition of a generation that is being filled. When it
   * returns, no former owner can load or restore anything into any bucket.
   *
   * @return whether a former owner had joined it
   */
  public boolean claim(Generation generation, int partition, String token) {
    List<CompletionStage<Long>> sent = new ArrayList<>();
    for (int bucket = 0; bucket < generation.buckets(); bucket++) {
      String[] keys = {RedisLayout.fill(generation.id(), bucket)};
      sent.add(claim.later(redis, keys, Integer.toString(partition), token));
    }
    return Answers.of(sent).get(0) == 1;
  }

  /**
   * Notes that the owner applies everything to the generation first from now on.
   *
   * @return false when the partition has another owner now
   */
  public boolean join(Generation generation, int partition, String token) {
    return join.call(
            redis, RedisLayout.fill(generation.id(), 0), Integer.toString(partition), token)
        == 1;
  }

  /** How many partitions of a generation that is being filled are applied to by their owners. */
  public int joined(Generation generation) {
    return (int)
        commands().hkeys(RedisLayout.fill(generation.id(), 0)).stream()
            .filter(field -> field.startsWith("joined."))
            .count();
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
    // First in each bucket that they are gone, wherever it lies: other masters than that of
    // lb:generation may be asked when that was set back.
    List<RedisFuture<Long>> sent = new ArrayList<>();
    for (int bucket = 0; bucket < generation.buckets(); bucket++) {
      sent.add(redis.async().sadd(RedisLayout.gone(generation.id(), bucket), gameId));
    }
    Answers.of(sent);
    deleteMatching(RedisLayout.everyKeyOf(generation.id(), gameId));
    commands().hdel(RedisLayout.GENERATION, generation.id() + LEFT + gameId);
  }

  /** Games whose keys in a generation were {@linkplain #deleteGame deleted}. */
  Set<String> gone(Generation generation) {
    List<RedisFuture<Set<String>>> asked = new ArrayList<>();
    for (int bucket = 0; bucket < generation.buckets(); bucket++) {
      asked.add(redis.async().smembers(RedisLayout.gone(generation.id(), bucket)));
    }
    Set<String> gone = new TreeSet<>();
    Answers.of(asked).forEach(gone::addAll);
    return gone;
  }

  /** The ids of generations that were retired before an instant in milliseconds since 1970. */
  public List<String> retiredBefore(long instant) {
    List<String> retired = new ArrayList<>();
    commands()
        .hgetall(RedisLayout.GENERATION)
        .forEach(
            (field, value) -> {
              // A game's id may end so too; the fields that have it have a slash before it.
              if (field.endsWith(RETIRED)
                  && field.indexOf(Generations.OF_GAME) < 0
                  && Long.parseLong(value) < instant) {
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
    List<RedisFuture<Long>> sent = new ArrayList<>();
    for (int bucket = 0; bucket < buckets; bucket++) {
      sent.add(redis.async().unlink(RedisLayout.positions(id, bucket)));
    }
    Answers.of(sent);
    deleteMatching(RedisLayout.everyKeyOf(id));
  }

  /** On a cluster a scan goes through all masters, one after the other. */
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

  private RedisClusterCommands<String, String> commands() {
    return redis.commands();
  }

  private static OptionalLong number(@Nullable String text) {
    return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
  }

  static String id(@Nullable Generation generation) {
    return generation == null ? "" : generation.id();
  }
}
