package io.leaderboard.redis.connection;

import io.lettuce.core.cluster.SlotHash;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a Redis server says of itself.
 *
 * @param place host and port, for people
 * @param version such as 7.0.15
 * @param evictionPolicy its {@code maxmemory-policy}
 * @param isOfCluster whether it runs as part of a cluster
 */
record RedisServerInfo(String place, String version, String evictionPolicy, boolean isOfCluster) {
  /** By line of releases; what is never mended any more is so from a number that it never gets. */
  private static final Map<String, Integer> FIRST_MENDED =
      Map.of("6.2", 20, "7.0", Integer.MAX_VALUE, "7.2", 11, "7.4", 6, "8.0", 4, "8.2", 2);

  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,3}\\.\\d{1,3})\\.(\\d{1,6})");

  private static final int OLDEST_MAJOR = 6;
  private static final int OLDEST_MINOR = 2;

  /** Reads the answer to {@code INFO}. */
  static RedisServerInfo of(String place, String info) {
    return new RedisServerInfo(
        place,
        field(info, "redis_version").orElse("unknown"),
        field(info, "maxmemory_policy").orElse("noeviction"),
        field(info, "redis_mode").orElse("standalone").equals("cluster"));
  }

  /**
   * @param expected what the configuration says
   * @throws IllegalStateException naming the key when it is otherwise
   */
  void requireCluster(boolean expected) {
    if (isOfCluster != expected) {
      throw new IllegalStateException(
          expected
              ? "leaderboard.redis.cluster is true, but Redis at "
                  + place
                  + " is not part of a cluster: set it to false, or leaderboard.redis.uri to the"
                  + " masters of a cluster"
              : "leaderboard.redis.cluster is false, but Redis at "
                  + place
                  + " is part of a cluster: set it to true");
    }
  }

  /**
   * @param info the answer of a master to {@code CLUSTER INFO}
   * @throws IllegalStateException naming the key when there are slots that no master has
   */
  static void requireAllSlots(String place, String info) {
    int assigned = field(info, "cluster_slots_assigned").map(Integer::parseInt).orElse(0);
    if (assigned < SlotHash.SLOT_COUNT) {
      throw new IllegalStateException(
          ("The Redis Cluster of leaderboard.redis.uri has masters for %d of %d slots, as %s knows"
                  + " it: give the others a master (redis-cli --cluster fix), or set the key to"
                  + " another cluster")
              .formatted(assigned, SlotHash.SLOT_COUNT, place));
    }
  }

  /**
   * @throws IllegalStateException when it is older than 6.2, which {@code ZADD LT} and {@code
   *     ZMSCORE} need
   */
  void requireSupported() {
    String[] parts = version.split("\\.", -1);
    try {
      int major = Integer.parseInt(parts[0]);
      int minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
      if (major > OLDEST_MAJOR || (major == OLDEST_MAJOR && minor >= OLDEST_MINOR)) {
        return;
      }
    } catch (NumberFormatException e) {
      throw new IllegalStateException("Redis does not tell its version: " + version, e);
    }
    throw new IllegalStateException(
        "Redis at " + place + " is " + version + ", but 6.2 or newer is needed: upgrade it");
  }

  /**
   * What is to be known of a version whose holes are published: a script can leave its sandbox
   * (CVE-2025-49844). Empty for one that is mended, or not known.
   */
  Optional<String> outdated() {
    @Nullable Integer mended = null;
    Matcher numbers = NUMBERS.matcher(version);
    if (numbers.lookingAt()) {
      mended = FIRST_MENDED.get(numbers.group(1));
    }
    return mended == null || Integer.parseInt(numbers.group(2)) >= mended
        ? Optional.empty()
        : Optional.of(
            "Redis at %s is %s, whose published holes are mended in 6.2.20, 7.2.11, 7.4.6, 8.0.4 and 8.2.2 (CVE-2025-49844): upgrade it, unless it was patched"
                .formatted(place, version));
  }

  boolean evicts() {
    return !evictionPolicy.equals("noeviction");
  }

  private static Optional<String> field(String info, String name) {
    return info.lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }
}
