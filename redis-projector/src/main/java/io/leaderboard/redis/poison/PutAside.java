package io.leaderboard.redis.poison;

import io.leaderboard.events.topic.Topics;
import io.leaderboard.projection.PoisonRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is said about records that were put aside: one line for all of a poll, and no more than one
 * in {@link #PAUSE}, however many come. Thread-safe.
 */
final class PutAside {
  /** How long nothing more is said after a line; what comes meanwhile is counted in the next. */
  static final Duration PAUSE = Duration.ofSeconds(10);

  private long unsaid;
  private long saidAt;
  private boolean hasSaid;

  /**
   * The line about records, when it is time for one.
   *
   * @param records not empty, in offset order
   * @param now by {@link System#nanoTime}
   */
  synchronized Optional<String> line(List<PoisonRecord> records, long now) {
    if (hasSaid && now - saidAt < PAUSE.toNanos()) {
      unsaid += records.size();
      return Optional.empty();
    }
    long before = unsaid;
    unsaid = 0;
    saidAt = now;
    hasSaid = true;
    PoisonRecord first = records.get(0);
    String more = records.size() == 1 ? "" : " and %d behind it".formatted(records.size() - 1);
    String since = before == 0 ? "" : "; %d more since the last such line".formatted(before);
    return Optional.of(
        "%s-%d@%d%s cannot be decoded and went to %s: %s%s"
            .formatted(
                first.record().topic(),
                first.record().partition(),
                first.record().offset(),
                more,
                Topics.SCORE_EVENTS_DLT,
                first.reason(),
                since));
  }
}
