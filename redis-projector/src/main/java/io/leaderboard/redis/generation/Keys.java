package io.leaderboard.redis.generation;

import io.leaderboard.redis.connection.Answers;
import io.leaderboard.redis.connection.RedisLink;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.MapScanCursor;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Reads, writes and deletes keys of any size in pieces that keep nobody waiting. Thread-safe. */
final class Keys {
  private static final int KEYS_PER_SCAN = 500;
  private static final int FIELDS_PER_CALL = 1_000;

  private final RedisLink redis;

  Keys(RedisLink redis) {
    this.redis = redis;
  }

  /** Sets fields of a hash; those of one call are set together. */
  void set(String key, Map<String, String> fields) {
    List<RedisFuture<Long>> sent = new ArrayList<>();
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
    Answers.of(sent);
  }

  /** All fields of a hash; of one that changes meanwhile, those that were there all the time. */
  Map<String, String> read(String key) {
    Map<String, String> fields = new HashMap<>();
    ScanArgs piece = ScanArgs.Builder.limit(FIELDS_PER_CALL);
    MapScanCursor<String, String> cursor = commands().hscan(key, piece);
    while (true) {
      fields.putAll(cursor.getMap());
      if (cursor.isFinished()) {
        return fields;
      }
      cursor = commands().hscan(key, cursor, piece);
    }
  }

  /** Deletes the keys that match a pattern. */
  void delete(String pattern) {
    delete(pattern, key -> true);
  }

  /** Of those that match a pattern; on a cluster a scan goes through all masters. */
  void delete(String pattern, Predicate<String> which) {
    ScanArgs matching = ScanArgs.Builder.matches(pattern).limit(KEYS_PER_SCAN);
    KeyScanCursor<String> cursor = commands().scan(ScanCursor.INITIAL, matching);
    while (true) {
      unlink(cursor.getKeys().stream().filter(which).toList());
      if (cursor.isFinished()) {
        return;
      }
      cursor = commands().scan(cursor, matching);
    }
  }

  /** Deletes keys of any slots. */
  void unlink(Collection<String> keys) {
    List<RedisFuture<Long>> sent = new ArrayList<>();
    keys.forEach(key -> sent.add(redis.async().unlink(key)));
    Answers.of(sent);
  }

  private RedisClusterCommands<String, String> commands() {
    return redis.commands();
  }
}
