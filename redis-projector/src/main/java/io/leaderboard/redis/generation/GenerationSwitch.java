package io.leaderboard.redis.generation;

import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.redis.connection.Answers;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.connection.Script;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Puts a generation in the place of others, though they lie in many slots. Used by one thread. */
final class GenerationSwitch {
  /** In the hash of what is closed in a bucket: the generation that sealed it. */
  private static final String SEALED = "sealed";

  /**
   * What has sealed another one holds as much, or will as soon as its owners have applied what came
   * in between: a resume or two. Past this it has lost something.
   */
  private static final Duration STUCK = Duration.ofSeconds(10);

  private final RedisLink redis;
  private final GenerationStore store;
  private final Script change = Script.named("switch_generation");
  private final Script seal = Script.named("seal_bucket");
  private final Script unseal = Script.named("unseal_bucket");
  // Generations that have sealed another one and are still being filled, and since when they are
  // seen to.
  private final Map<String, Long> sealing = new HashMap<>();

  GenerationSwitch(RedisLink redis, GenerationStore store) {
    this.redis = redis;
    this.store = store;
  }

  /**
   * Makes a generation that is being filled the live one, as soon as it holds what those hold that
   * it replaces: the one of its role, and of games those whose rules are not newer than its own.
   *
   * <p>Their positions lie in as many slots as there are buckets, so that no script can compare
   * them with its own. In place of that the replaced ones are sealed when it holds enough at a
   * first look. Nothing is applied to what is sealed; so what is read of it then stays true until
   * the switch, which happens only if the generation is still the one that is being filled, and as
   * long as it is no seal of its is taken away, nor replaced by one of another generation.
   *
   * @param seen what the caller found
   * @return whether it is; false when it does not hold enough yet, or somebody was faster
   */
  boolean makeLive(Generations seen, Generation next) {
    Replaced replaced = Replaced.by(next, seen);
    List<Long> goal = store.goal(next);
    if (goal.isEmpty()) {
      return false;
    }
    // In this order, because an owner that has joined applies to the new one first.
    List<BucketPositions> before = replaced.generations().stream().map(store::positions).toList();
    if (!holdsEnough(next, goal, replaced, before)) {
      return false;
    }
    List<BucketPositions> last = new ArrayList<>();
    for (Generation each : replaced.generations()) {
      Optional<BucketPositions> sealed = seal(each, next.id());
      if (sealed.isEmpty()) {
        return false;
      }
      last.add(sealed.get());
    }
    if (!holdsEnough(next, goal, replaced, last)) {
      return false;
    }
    List<String> args =
        new ArrayList<>(
            List.of(
                next.liveField(),
                GenerationStore.id(replaced.ofItsRole()),
                next.buildingField(),
                next.id(),
                Long.toString(System.currentTimeMillis()),
                replaced.leftBy(),
                next.gameId() == null ? "" : next.gameId()));
    args.addAll(replaced.fields());
    boolean live =
        change.call(redis, new String[] {RedisLayout.GENERATION}, args.toArray(String[]::new)) == 1;
    if (live) {
      // Positions refuse what is loaded late, with this or without.
      List<RedisFuture<Long>> sent = new ArrayList<>();
      for (int bucket = 0; bucket < next.buckets(); bucket++) {
        sent.add(redis.async().unlink(RedisLayout.fill(next.id(), bucket)));
      }
      Answers.of(sent);
    }
    return live;
  }

  /**
   * @param positions of the generations that it replaces
   */
  private boolean holdsEnough(
      Generation next, List<Long> goal, Replaced replaced, List<BucketPositions> positions) {
    BucketPositions own = store.positions(next);
    if (!own.isWhole(goal.size())) {
      return false;
    }
    boolean isBeside = isFilledBeside(next, goal, replaced, positions);
    boolean isRestored = store.isFromStandings(next);
    Set<String> joined = Set.copyOf(redis.commands().hkeys(RedisLayout.fill(next.id(), 0)));
    for (int partition = 0; partition < goal.size(); partition++) {
      long reached = own.reachedByAll(partition);
      if (reached < goal.get(partition) - 1
          // Guards are looked at only while it is being filled. Nothing is restored to what is
          // whole, so that these are all of them.
          || (isRestored && reached < store.restores().guardedThrough(next, partition))) {
        return false;
      }
      for (BucketPositions other : positions) {
        long held = other.reachedByAny(partition);
        if (reached < held) {
          return false;
        }
        // An owner that does not apply to it yet is turned away by the seal and has to read on
        // anew: its join is waited for.
        if (isBeside
            && held >= 0
            && other.isWhole(goal.size())
            && !joined.contains("joined." + partition)) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Whether owners apply to others while it is filled, and then join it. When the one of all games
   * has lost positions they apply to nothing but what replaces it, so that nobody joins that; see
   * {@link GenerationKeeper#targets}.
   */
  private static boolean isFilledBeside(
      Generation next, List<Long> goal, Replaced replaced, List<BucketPositions> positions) {
    return next.gameId() != null
        || (replaced.ofItsRole() != null && positions.get(0).isWhole(goal.size()));
  }

  /**
   * Has nothing be applied to it any more.
   *
   * @return its last positions; empty when another generation is about to take its place. The first
   *     bucket decides between two that try at once, so that they never hold some buckets each.
   */
  private Optional<BucketPositions> seal(Generation generation, String by) {
    List<Map<Integer, Long>> buckets = new ArrayList<>();
    if (!add(buckets, Answers.of(seal(generation, 0, by)))) {
      return Optional.empty();
    }
    List<CompletionStage<List<Object>>> sent = new ArrayList<>();
    for (int bucket = 1; bucket < generation.buckets(); bucket++) {
      sent.add(seal(generation, bucket, by));
    }
    for (List<Object> parts : Answers.of(sent)) {
      if (!add(buckets, parts)) {
        return Optional.empty();
      }
    }
    return Optional.of(new BucketPositions(buckets));
  }

  private CompletionStage<List<Object>> seal(Generation generation, int bucket, String by) {
    String[] keys = {
      RedisLayout.positions(generation.id(), bucket), RedisLayout.closings(generation.id(), bucket)
    };
    return seal.partsLater(redis, keys, by);
  }

  private static boolean add(List<Map<Integer, Long>> buckets, List<Object> parts) {
    if (!parts.isEmpty() && parts.get(0).equals("SEALED")) {
      return false;
    }
    Map<Integer, Long> positions = new HashMap<>();
    for (int i = 0; i < parts.size(); i += 2) {
      positions.put(
          Integer.valueOf((String) parts.get(i)), Long.valueOf((String) parts.get(i + 1)));
    }
    buckets.add(positions);
    return true;
  }

  /**
   * Takes seals away that are of no use: of a generation that has replaced but a game, or was given
   * up. One that is still being filled and does not go live for long has lost something in between,
   * and what it sealed cannot go on before it does.
   *
   * @return those that are to be begun once more
   */
  List<Generation> unseal(Generations found) {
    List<Generation> live = found.allLive();
    Map<Generation, Set<String>> seals = new LinkedHashMap<>();
    live.forEach(generation -> seals.put(generation, seals(generation)));
    if (seals.values().stream().allMatch(Set::isEmpty)) {
      sealing.clear();
      return List.of();
    }
    // Read behind the seals: who made one and is not being filled now never will be again. In what
    // was found before, one that was begun since would be missing.
    Generations after = store.read();
    long now = System.nanoTime();
    Set<String> stillFilling = new HashSet<>();
    List<Generation> stuck = new ArrayList<>();
    for (Generation generation : live) {
      for (String by : Objects.requireNonNull(seals.get(generation))) {
        Optional<Generation> building =
            after.allBuilding().stream().filter(each -> each.id().equals(by)).findFirst();
        if (building.isEmpty()) {
          unseal(generation, by);
        } else if (stillFilling.add(by)
            && now - sealing.computeIfAbsent(by, id -> now) > STUCK.toNanos()) {
          stuck.add(building.get());
        }
      }
    }
    sealing.keySet().retainAll(stillFilling);
    return stuck;
  }

  private Set<String> seals(Generation generation) {
    RedisClusterAsyncCommands<String, String> async = redis.async();
    List<RedisFuture<String>> asked = new ArrayList<>();
    for (int bucket = 0; bucket < generation.buckets(); bucket++) {
      asked.add(async.hget(RedisLayout.closings(generation.id(), bucket), SEALED));
    }
    return Answers.of(asked).stream().filter(Objects::nonNull).collect(Collectors.toSet());
  }

  /** Has it be applied to again. Called only when what sealed it is not being filled any more. */
  private void unseal(Generation generation, String by) {
    List<CompletionStage<Long>> sent = new ArrayList<>();
    for (int bucket = 0; bucket < generation.buckets(); bucket++) {
      String[] keys = {RedisLayout.closings(generation.id(), bucket)};
      sent.add(unseal.later(redis, keys, by));
    }
    Answers.of(sent);
  }
}
