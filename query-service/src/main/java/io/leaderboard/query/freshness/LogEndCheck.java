package io.leaderboard.query.freshness;

import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.topic.Position;
import io.leaderboard.events.topic.PositionToken;
import io.leaderboard.log.LogEnds;
import io.leaderboard.query.log.LogEndNow;
import io.leaderboard.query.log.OpenLog;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Refuses positions that the log does not hold. Thread-safe. */
final class LogEndCheck {
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final OpenLog log;
  private final LogEnds ends;
  private final LogEndNow now;

  LogEndCheck(OpenLog log, LogEnds ends, LogEndNow now) {
    this.log = log;
    this.ends = ends;
    this.now = now;
  }

  /**
   * Fails with {@link InvalidFieldException} when a position is of another log, such as the one
   * before the topic was created anew, or lies beyond the end of this one. The end that was last
   * sampled settles nearly all; a position beyond it may have been written since, so Kafka is
   * asked. When Kafka does not answer, the position is believed.
   */
  CompletableFuture<Void> requireInLog(After after) {
    for (PositionToken token : after.tokens()) {
      if (!token.isOf(log.topicId())) {
        return CompletableFuture.failedFuture(
            new InvalidFieldException(
                After.PARAMETER,
                "must be positions of this log: "
                    + token
                    + " is of another one, that was there before"));
      }
    }
    boolean known =
        after.positions().stream()
            .allMatch(asked -> asked.offset() < ends.end(asked.partition()).orElse(0));
    if (known) {
      return CompletableFuture.completedFuture(null);
    }
    return now.ask()
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(unknown -> Map.of())
        .thenAccept(current -> after.positions().forEach(asked -> require(asked, current)));
  }

  private static void require(Position asked, Map<Integer, Long> current) {
    Long end = current.get(asked.partition());
    if (end != null && asked.offset() >= end) {
      throw new InvalidFieldException(
          After.PARAMETER,
          "must not lie beyond the end of the log, which is " + asked.partition() + ":" + end);
    }
  }
}
