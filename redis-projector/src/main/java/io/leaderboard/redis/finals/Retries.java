package io.leaderboard.redis.finals;

import io.leaderboard.redis.connection.RedisRefusals;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What could not be done and is tried again, each after a pause of its own that doubles with every
 * failure, up to {@value #MOST_PAUSES} times the first. One line is logged when something has begun
 * to fail while others go on, and one when it goes on itself. Counted by any thread, changed by
 * one.
 */
final class Retries {
  private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

  private static final int MOST_PAUSES = 16;

  private record Failing(String reason, int times, long dueAt, boolean told) {}

  private final Map<String, Failing> failing = new ConcurrentHashMap<>();
  private final long firstPause;
  private final LongSupplier nanoClock;

  /**
   * @param nanoClock monotonic
   */
  Retries(Duration firstPause, LongSupplier nanoClock) {
    this.firstPause = firstPause.toNanos();
    this.nanoClock = nanoClock;
  }

  /** Whether it may be tried now. */
  boolean isDue(String what) {
    Failing known = failing.get(what);
    return known == null || nanoClock.getAsLong() - known.dueAt() >= 0;
  }

  /** It was tried and did not work. */
  void failed(String what, RuntimeException failure) {
    Failing before = failing.get(what);
    int times = before == null ? 1 : before.times() + 1;
    LOG.debug("Failure {} of {}", times, what, failure);
    long pause = firstPause * Math.min(1L << Math.min(times - 1, 20), MOST_PAUSES);
    boolean told = before != null && before.told();
    failing.put(
        what,
        new Failing(RedisRefusals.words(failure), times, nanoClock.getAsLong() + pause, told));
  }

  /** Others go on: what has begun to fail is logged. Nothing is while nothing works. */
  void tell() {
    failing.replaceAll(
        (what, each) -> {
          if (!each.told()) {
            LOG.warn(
                "The final standings of {} cannot be written now and are tried again, while others"
                    + " go on: {}",
                what,
                each.reason());
          }
          return new Failing(each.reason(), each.times(), each.dueAt(), true);
        });
  }

  /** It worked, or there is nothing to do any more. */
  void done(String what) {
    Failing before = failing.remove(what);
    if (before != null && before.told()) {
      LOG.info("The final standings of {} go on after {} failure(s)", what, before.times());
    }
  }

  /** Forgets what is none of these any more. */
  void retain(Predicate<String> what) {
    failing.keySet().removeIf(what.negate());
  }

  /** How much fails now. */
  int count() {
    return failing.size();
  }

  /** One of those that fail, with the reason. */
  Optional<String> example() {
    return failing.entrySet().stream()
        .findFirst()
        .map(entry -> entry.getKey() + ": " + entry.getValue().reason());
  }
}
