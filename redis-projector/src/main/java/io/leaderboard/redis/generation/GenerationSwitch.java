package io.leaderboard.redis.generation;

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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts a generation in the place of another, though they lie in many slots. Used by one thread. */
final class GenerationSwitch {
  /** In the state of a bucket: the generation that sealed it. */
  private static final String SEALED = "sealed";

  /** Ends the name of the field: the seal by which a generation that is being filled goes live. */
  private static final String SEAL = ".seal";

  /**
   * What has sealed another one holds as much, or will as soon as its owners have applied what came
   * in between: a resume or two. Past this the sealed one goes on being applied to, and the next
   * attempt seals it again: what was filled stays.
   */
  private static final Duration MOST_SEALED = Duration.ofSeconds(10);

  private final RedisLink redis;
  private final GenerationStore store;
  private final Script change = Script.named("switch_generation");
  private final Script seal = Script.named("seal_bucket");
  private final Script unseal = Script.named("unseal_bucket");
  // Since when a generation that is still being filled has sealed the live one.
  private final Map<String, Long> sealing = new HashMap<>();

  GenerationSwitch(RedisLink redis, GenerationStore store) {
    this.redis = redis;
    this.store = store;
  }

  /**
   * Makes a generation that is being filled the live one, as soon as it holds what the live one
   * holds.
   *
   * <p>Their positions lie in as many slots as there are buckets, so that no script can compare
   * them. In place of that the live one is sealed when the new one holds enough at a first look.
   * Nothing is applied to what is sealed; so what is read of it then stays true until the switch,
   * which happens only if the generation is still the one that is being filled and names the seal;
   * and before a seal is taken away it is named no more.
   *
   * @param live what the caller found to be live; null when nothing is
   * @return whether it is; false when it does not hold enough yet, or somebody was faster
   */
  boolean makeLive(@Nullable Generation live, Generation next) {
    List<Long> goal = store.goal(next);
    if (goal.isEmpty()) {
      return false;
    }
    String seal = "";
    if (live != null) {
      // In this order, because an owner that has joined applies to the new one first.
      if (!holdsEnough(next, goal, store.positions(live))) {
        return false;
      }
      seal = sealOf(next);
      Optional<BucketPositions> sealed = seal(live, seal);
      if (sealed.isEmpty() || !holdsEnough(next, goal, sealed.get())) {
        return false;
      }
    } else if (!holdsEnough(next, goal, null)) {
      return false;
    }
    boolean isLive =
        change.call(
                redis,
                RedisLayout.GENERATION,
                GenerationStore.id(live),
                next.id(),
                Long.toString(System.currentTimeMillis()),
                seal)
            == 1;
    if (isLive) {
      // Positions refuse what is loaded late, with this or without.
      List<RedisFuture<Long>> sent = new ArrayList<>();
      for (int bucket = 0; bucket < next.buckets(); bucket++) {
        sent.add(redis.async().unlink(FillTarget.of(next).filling(bucket)));
      }
      Answers.of(sent);
    }
    return isLive;
  }

  /** The seal that whoever tries to make a generation live puts on the live one. */
  private String sealOf(Generation next) {
    String seal = next.id() + '/' + UUID.randomUUID();
    redis.commands().hsetnx(RedisLayout.GENERATION, next.id() + SEAL, seal);
    return Objects.requireNonNullElse(
        redis.commands().hget(RedisLayout.GENERATION, next.id() + SEAL), seal);
  }

  /**
   * @param live positions of the one that it replaces, null for none
   */
  private boolean holdsEnough(Generation next, List<Long> goal, @Nullable BucketPositions live) {
    FillTarget target = FillTarget.of(next);
    BucketPositions own = store.positions(target);
    if (!own.isWhole(goal.size())) {
      return false;
    }
    // When the live one has lost positions, owners apply to nothing but what replaces it, so that
    // nobody joins that; see GenerationKeeper.targets.
    boolean isBeside = live != null && live.isWhole(goal.size());
    boolean isRestored = store.isFromStandings(target);
    Set<String> joined = Set.copyOf(redis.commands().hkeys(target.filling(0)));
    for (int partition = 0; partition < goal.size(); partition++) {
      long reached = own.reachedByAll(partition);
      long held = live == null ? StoredPosition.NONE : live.reachedByAny(partition);
      if (reached < goal.get(partition) - 1
          || reached < held
          // Guards are looked at only while it is being filled. Nothing is restored to what is
          // whole, so that these are all of them.
          || (isRestored && reached < store.restores().guardedThrough(target, partition))
          // An owner that does not apply to it yet is turned away by the seal and has to read on
          // anew: its join is waited for.
          || (isBeside && held >= 0 && !joined.contains("joined." + partition))) {
        return false;
      }
    }
    return true;
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
      RedisLayout.positions(generation.id(), bucket), RedisLayout.state(generation.id(), bucket)
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
   * Takes seals of the live generation away that are of no use: of one that was given up, or of one
   * that did not go live for long, so that what it sealed is not held up by it.
   */
  void unseal(Generation live) {
    Set<String> seals = seals(live);
    sealing.keySet().retainAll(seals);
    if (seals.isEmpty()) {
      return;
    }
    // Read behind the seals: who made one and is not being filled now never will be again. In what
    // was found before, one that was begun since would be missing.
    String filled = GenerationStore.id(store.read().building());
    long now = System.nanoTime();
    for (String seal : seals) {
      boolean isFilled = seal.startsWith(filled + '/');
      if (!isFilled || now - sealing.computeIfAbsent(seal, id -> now) > MOST_SEALED.toNanos()) {
        if (isFilled) {
          // First named no more: whoever has compared under it comes too late to switch.
          redis.commands().hdel(RedisLayout.GENERATION, filled + SEAL);
        }
        unseal(live, seal);
        sealing.remove(seal);
      }
    }
  }

  private Set<String> seals(Generation generation) {
    RedisClusterAsyncCommands<String, String> async = redis.async();
    List<RedisFuture<String>> asked = new ArrayList<>();
    for (int bucket = 0; bucket < generation.buckets(); bucket++) {
      asked.add(async.hget(RedisLayout.state(generation.id(), bucket), SEALED));
    }
    return Answers.of(asked).stream().filter(Objects::nonNull).collect(Collectors.toSet());
  }

  /** Has it be applied to again. Whoever sealed it has to seal it again before it compares. */
  private void unseal(Generation generation, String by) {
    List<CompletionStage<Long>> sent = new ArrayList<>();
    for (int bucket = 0; bucket < generation.buckets(); bucket++) {
      String[] keys = {RedisLayout.state(generation.id(), bucket)};
      sent.add(unseal.later(redis, keys, by));
    }
    Answers.of(sent);
  }
}
