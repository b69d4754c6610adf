package io.leaderboard.redis.generation;

import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.redis.connection.RedisLink;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Deletes the keys of generations and fills that {@code lb:generation} does not name in any way:
 * somebody deleted it, so that Redis is rebuilt, and nobody would ever delete what it named. Only
 * what was nameless a whole interval ago and still is: a generation has positions a moment before
 * it has a name. An id is never used again, so that what is nameless for so long stays it. Used by
 * one thread.
 */
final class NamelessKeys {
  private static final Pattern OURS =
      Pattern.compile("lb:\\{([0-9a-z]+)\\.b\\d+\\}:.*|\\{lb:generation\\}:[a-z]+:([0-9a-z]+)");
  private static final int KEYS_PER_SCAN = 500;

  private final RedisLink redis;
  private final Consumer<String> delete;
  private final long intervalNanos;
  private Set<String> suspected = Set.of();
  private long lookedAt = System.nanoTime();

  /**
   * @param intervalNanos how long keys must be nameless
   * @param delete deletes all keys of a generation or a fill
   */
  NamelessKeys(RedisLink redis, long intervalNanos, Consumer<String> delete) {
    this.redis = redis;
    this.intervalNanos = intervalNanos;
    this.delete = delete;
  }

  /** Looks, when it is time to. */
  void round() {
    if (System.nanoTime() - lookedAt < intervalNanos) {
      return;
    }
    Set<String> nameless = withKeys();
    // Named after the keys were looked for: whatever was begun meanwhile is named, or not among
    // them.
    Set<String> named = named();
    nameless.removeAll(named);
    for (String id : nameless) {
      if (suspected.contains(id)) {
        delete.accept(id);
      }
    }
    suspected = nameless;
    lookedAt = System.nanoTime();
  }

  private Set<String> named() {
    Set<String> named = new HashSet<>();
    commands()
        .hgetall(RedisLayout.GENERATION)
        .forEach(
            (field, value) -> {
              // An id is the value of a role, or begins the name of a field.
              named.add(value);
              named.add(field.substring(0, Math.max(0, field.indexOf('.'))));
            });
    return named;
  }

  private Set<String> withKeys() {
    Set<String> found = new HashSet<>();
    ScanArgs ours = ScanArgs.Builder.matches("*lb:*").limit(KEYS_PER_SCAN);
    KeyScanCursor<String> cursor = commands().scan(ScanCursor.INITIAL, ours);
    while (true) {
      for (String key : cursor.getKeys()) {
        Matcher of = OURS.matcher(key);
        if (of.matches()) {
          found.add(of.group(1) == null ? of.group(2) : of.group(1));
        }
      }
      if (cursor.isFinished()) {
        return found;
      }
      cursor = commands().scan(cursor, ours);
    }
  }

  private RedisClusterCommands<String, String> commands() {
    return redis.commands();
  }
}
