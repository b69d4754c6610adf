package io.leaderboard.redis.generation;

import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.projection.ResumePoint;
import io.leaderboard.redis.connection.Answers;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.connection.Script;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The generations as Redis names them, how far each is, and what is needed while one, or games of
 * one, are filled. Every change compares before it sets, so that of several services one wins.
 * Thread-safe.
 */
public final class GenerationStore {
  /** Ends the name of the field: where the log ended when a generation was begun. */
  static final String GOAL = ".goal";

  /** Ends the name of the field: when it was over, milliseconds since 1970. */
  static final String RETIRED = ".retired";

  /** Ends the name of the field: what it is filled from; gone once that is over. */
  static final String FROM = ".from";

  static final String FROM_LOG = "log";
  static final String FROM_STANDINGS = "standings";

  private final RedisLink redis;
  private final Script begin = Script.named("begin_generation");
  private final Script claim = Script.named("claim_partition");
  private final Script join = Script.named("join_partition");
  private final RestoreProgress restores;
  private final GameFills fills;
  private final Keys keys;

  /** Works over {@code redis}. */
  public GenerationStore(RedisLink redis) {
    this.redis = redis;
    this.keys = new Keys(redis);
    this.restores = new RestoreProgress(redis);
    this.fills = new GameFills(redis, this, keys);
  }

  /** What makes generations live. Used by one thread. */
  GenerationSwitch switching() {
    return new GenerationSwitch(redis, this);
  }

  /** Whether keys are spread over the masters of a cluster. */
  boolean isOnCluster() {
    return redis.isCluster();
  }

  /** Whether there is room for what is to be filled. */
  RedisRoom room() {
    return new RedisRoom(redis);
  }

  /** How far fills are that are filled from standings. */
  public RestoreProgress restores() {
    return restores;
  }

  /** Fills of games within the live generation. */
  public GameFills fills() {
    return fills;
  }

  /** The live generation and what is being filled. */
  public Generations read() {
    return Generations.of(commands().hgetall(RedisLayout.GENERATION));
  }

  /** How far a generation is. */
  public BucketPositions positions(Generation generation) {
    return positions(FillTarget.of(generation));
  }

  /** How far something that is filled is; of a fill of games without what has joined. */
  public BucketPositions positions(FillTarget target) {
    RedisClusterAsyncCommands<String, String> async = redis.async();
    List<RedisFuture<Map<String, String>>> asked = new ArrayList<>();
    for (int bucket = 0; bucket < target.buckets(); bucket++) {
      asked.add(async.hgetall(target.positions(bucket)));
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

  /** By bucket: how many fills of games were joined in a partition, as {@code apply.lua} has it. */
  public String[] joins(Generation generation, int partition) {
    List<RedisFuture<String>> asked = new ArrayList<>();
    for (int bucket = 0; bucket < generation.buckets(); bucket++) {
      asked.add(
          redis
              .async()
              .hget(RedisLayout.state(generation.id(), bucket), GameFills.JOINS + partition));
    }
    return Answers.of(asked).stream()
        .map(joins -> joins == null ? "0" : joins)
        .toArray(String[]::new);
  }

  /** Where the log ended when a generation was begun, by partition; empty when it is not known. */
  public List<Long> goal(Generation generation) {
    String goal = commands().hget(RedisLayout.GENERATION, generation.id() + GOAL);
    return goal == null || goal.isEmpty()
        ? List.of()
        : Arrays.stream(goal.split(",", -1)).map(Long::valueOf).toList();
  }

  /**
   * Names a generation that is to be filled.
   *
   * @param seen what the caller found; what it says is being built is retired
   * @param editions as what its games stand in it
   * @param goal where the log ends now, by partition
   * @param past which periods it never holds, see {@link RedisLayout#past}
   * @param origin null to fill it from the log
   * @return whether it is named now; false when somebody was faster
   */
  boolean begin(
      Generations seen,
      Generation next,
      Editions editions,
      List<Long> goal,
      @Nullable Origin origin,
      Map<String, Long> past) {
    prepare(FillTarget.of(next), goal.size(), origin, past);
    Map<String, String> games = new TreeMap<>();
    editions.games().forEach((game, edition) -> games.put(game, edition.toString()));
    keys.set(RedisLayout.editions(next.id()), games);
    boolean named =
        begin.call(
                redis,
                RedisLayout.GENERATION,
                id(seen.live()),
                id(seen.building()),
                next.id(),
                Integer.toString(next.buckets()),
                Integer.toString(next.fold()),
                next.topicId(),
                goal.stream().map(String::valueOf).collect(Collectors.joining(",")),
                Long.toString(System.currentTimeMillis()),
                origin == null ? FROM_LOG : FROM_STANDINGS)
            == 1;
    if (!named) {
      deleteGeneration(next.id(), next.buckets());
    }
    return named;
  }

  /**
   * Writes where each partition of something begins that is about to be named: at a position of -1,
   * or where the log is followed once standings are there. Whoever reads its name finds all of it.
   */
  void prepare(FillTarget target, int partitions, @Nullable Origin origin, Map<String, Long> past) {
    Map<String, String> positions = new TreeMap<>();
    Map<Integer, Map<String, String>> closed = new TreeMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      ResumePoint point = origin == null ? ResumePoint.START : origin.points().get(partition);
      long position =
          origin == null ? StoredPosition.NONE : StoredPosition.restoring(point.offset() - 1);
      positions.put(Integer.toString(partition), Long.toString(position));
      Map<String, String> through = new TreeMap<>();
      point.closedThrough().forEach((game, until) -> through.put(game, until.toString()));
      closed.put(partition, through);
    }
    Map<String, String> leftOut = new TreeMap<>();
    past.forEach((field, through) -> leftOut.put(field, through.toString()));
    // Before the positions of its bucket: whoever finds these finds that too.
    keys.set(target.past(), leftOut);
    for (int bucket = 0; bucket < target.buckets(); bucket++) {
      for (Map.Entry<Integer, Map<String, String>> ofPartition : closed.entrySet()) {
        keys.set(target.closings(bucket, ofPartition.getKey()), ofPartition.getValue());
      }
      keys.set(target.positions(bucket), positions);
    }
  }

  /**
   * Which periods a generation never holds, or what a fill within it brought, see {@link
   * RedisLayout#past}.
   */
  public Map<String, Long> past(Generation generation, String fill) {
    Map<String, Long> past = new HashMap<>();
    keys.read(RedisLayout.past(generation.id(), fill))
        .forEach((field, through) -> past.put(field, Long.valueOf(through)));
    return past;
  }

  /** Whether it is filled from standings; of a generation also for a while after it went live. */
  public boolean isFromStandings(FillTarget target) {
    return FROM_STANDINGS.equals(commands().hget(RedisLayout.GENERATION, target.id() + FROM));
  }

  /**
   * Deletes what a live generation needed only while it was being filled from standings. Its
   * positions have passed every guard: it would not have gone live before.
   */
  public void forgetOrigin(Generation generation) {
    keys.delete(RedisLayout.everyGuardOf(generation.id()));
    commands().hdel(RedisLayout.GENERATION, generation.id() + FROM);
  }

  /** What {@link #claim} found. */
  public enum Joined {
    /** Nobody has joined the partition. */
    NOWHERE,
    /** A former owner has begun to, or buckets were set back to before. */
    SOMEWHERE,
    /** A former owner had joined it. */
    EVERYWHERE
  }

  /**
   * Notes that {@code token} owns a partition of what is being filled. When it returns, no former
   * owner can load or restore anything into any bucket, nor join the partition.
   */
  public Joined claim(FillTarget target, int partition, String token) {
    List<CompletionStage<Long>> sent = new ArrayList<>();
    for (int bucket = 0; bucket < target.buckets(); bucket++) {
      String[] filling = {target.filling(bucket)};
      sent.add(claim.later(redis, filling, Integer.toString(partition), token));
    }
    List<Long> joined = Answers.of(sent);
    if (!target.isOfGames()) {
      // A whole generation is joined in its first bucket for all of them.
      return joined.get(0) == 1 ? Joined.EVERYWHERE : Joined.NOWHERE;
    }
    if (!joined.contains(0L)) {
      return Joined.EVERYWHERE;
    }
    return joined.contains(1L) ? Joined.SOMEWHERE : Joined.NOWHERE;
  }

  /**
   * Notes that the owner applies everything to the generation first from now on.
   *
   * @return false when the partition has another owner now
   */
  public boolean join(Generation generation, int partition, String token) {
    return join.call(
            redis, FillTarget.of(generation).filling(0), Integer.toString(partition), token)
        == 1;
  }

  /** How many partitions of what is being filled are applied to by their owners. */
  public int joined(FillTarget target) {
    return (int)
        commands().hkeys(target.filling(0)).stream()
            .filter(field -> field.startsWith("joined."))
            .count();
  }

  /** The ids of what was over before an instant in milliseconds since 1970. */
  List<String> retiredBefore(long instant) {
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

  /** What looks for keys of generations and fills that nobody names, at an interval. */
  NamelessKeys namelessKeys(Duration interval) {
    return new NamelessKeys(redis, interval.toNanos(), id -> deleteGeneration(id, 0));
  }

  /** Deletes the keys of what is retired, and then what is known of it. */
  void delete(String id, int partitions) {
    Map<String, String> known = commands().hgetall(RedisLayout.GENERATION);
    if (!fills.deleteIfOne(id, known, partitions)) {
      deleteGeneration(id, Integer.parseInt(known.getOrDefault(id + Generations.BUCKETS, "0")));
    }
    String[] fields =
        known.keySet().stream().filter(field -> field.startsWith(id + ".")).toArray(String[]::new);
    if (fields.length > 0) {
      commands().hdel(RedisLayout.GENERATION, fields);
    }
  }

  private void deleteGeneration(String id, int buckets) {
    // The positions first: without them nobody who still believes in it can write to it any more.
    List<String> positions = new ArrayList<>();
    for (int bucket = 0; bucket < buckets; bucket++) {
      positions.add(RedisLayout.positions(id, bucket));
    }
    keys.unlink(positions);
    // Of one that nobody names it is not known whether it is a fill's.
    keys.unlink(List.of(RedisLayout.editions(id), RedisLayout.left(id), RedisLayout.fillOf(id)));
    keys.delete(RedisLayout.everyKeyOf(id));
  }

  private RedisClusterCommands<String, String> commands() {
    return redis.commands();
  }

  static String id(@Nullable Generation generation) {
    return generation == null ? "" : generation.id();
  }
}
