package io.leaderboard.query;

import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How often a Redis was asked, as it counts itself. */
public record RedisCalls(RedisClusterCommands<String, String> redis) {
  private static final Pattern COUNTED = Pattern.compile("cmdstat_([^:]+):calls=([0-9]+)");
  private static final Set<String> SCRIPTS = Set.of("eval", "evalsha", "eval_ro", "evalsha_ro");

  /** What scripts run themselves, and what tests ask and write. */
  private static final Set<String> NO_READS =
      Set.of("zcard", "zscore", "zcount", "zrange", "zrank", "hget", "zadd", "hset", "info");

  static RedisCalls of(BoardWriter boards) {
    return new RedisCalls(boards.redis());
  }

  /** Scripts that were run: every read of a board is at least one. */
  public long scripts() {
    return sum(SCRIPTS::contains);
  }

  /** Whole hashes that were read: positions, and which generation is live. */
  long hashes() {
    return sum("hgetall"::equals);
  }

  /** Single fields of hashes: as what a game stands, and what scripts look up of times. */
  long fields() {
    return sum("hget"::equals);
  }

  /** All that the service asked: scripts as one each, whatever they run. */
  long reads() {
    return sum(command -> !NO_READS.contains(command));
  }

  private long sum(Predicate<String> counted) {
    Matcher each = COUNTED.matcher(redis.info("commandstats"));
    long sum = 0;
    while (each.find()) {
      sum += counted.test(each.group(1)) ? Long.parseLong(each.group(2)) : 0;
    }
    return sum;
  }
}
