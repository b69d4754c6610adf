package io.leaderboard.redis.generation;

import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.connection.Script;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.sync.RedisCommands;
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
  private static final String GOAL = ".goal";

  /** Ends the name of the field: when another took its place, milliseconds since 1970. */
  private static final String RETIRED = ".retired";

  private static final int KEYS_PER_SCAN = 500;

  private final RedisLink redis;
  private final Script begin = Script.named("begin_generation");
  private final Script change = Script.named("switch_generation");

  /** Works over {@code redis}. */
  public GenerationStore(RedisLink redis) {
    this.redis = redis;
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
   * Names a generation that is to be filled, with a position of -1 in every partition.
   *
   * @param seen what the caller found
   * @param goal where the log ends now, by partition
   * @return whether it is named now; false when somebody was faster
   */
  public boolean begin(Generations seen, Generation next, List<Long> goal) {
    // First the positions: whoever reads the name finds them.
    Map<String, String> none = new TreeMap<>();
    for (int partition = 0; partition < goal.size(); partition++) {
      none.put(Integer.toString(partition), "-1");
    }
    for (int bucket = 0; bucket < next.buckets(); bucket++) {
      commands().hset(RedisLayout.positions(next.id(), bucket), none);
    }
    boolean named =
        begin.call(
                redis.connection(),
                RedisLayout.GENERATION,
                id(seen.live()),
                id(seen.building()),
                next.id(),
                Integer.toString(next.buckets()),
                Integer.toString(next.epoch()),
                next.topicId(),
                goal.stream().map(String::valueOf).collect(Collectors.joining(",")),
                Long.toString(System.currentTimeMillis()))
            == 1;
    if (!named) {
      deleteKeys(next.id(), next.buckets());
    }
    return named;
  }

  /**
   * Makes the generation being filled the live one.
   *
   * @param seen what the caller found
   * @return whether it is; false when somebody was faster
   */
  public boolean makeLive(Generations seen) {
    return change.call(
            redis.connection(),
            RedisLayout.GENERATION,
            id(seen.live()),
            id(seen.building()),
            Long.toString(System.currentTimeMillis()))
        == 1;
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

  /** Deletes the keys of a retired generation, and then what is known of it. */
  public void delete(String id) {
    OptionalLong buckets =
        number(commands().hget(RedisLayout.GENERATION, id + Generations.BUCKETS));
    deleteKeys(id, (int) buckets.orElse(0));
    commands()
        .hdel(
            RedisLayout.GENERATION,
            id + Generations.BUCKETS,
            id + Generations.EPOCH,
            id + Generations.TOPIC,
            id + GOAL,
            id + RETIRED);
  }

  private void deleteKeys(String id, int buckets) {
    // The positions first: without them nobody who still believes in it can write to it any more.
    for (int bucket = 0; bucket < buckets; bucket++) {
      commands().unlink(RedisLayout.positions(id, bucket));
    }
    ScanArgs matching = ScanArgs.Builder.matches(RedisLayout.everyKeyOf(id)).limit(KEYS_PER_SCAN);
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
