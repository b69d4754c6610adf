package io.leaderboard.ingest.score;

import io.leaderboard.events.topic.Position;
import io.leaderboard.ingest.publish.PublishProperties;
import io.leaderboard.web.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What became of the scores of a batch or stream so far. Changed by one thread at a time; whether
 * it is stopped may be asked by any.
 */
final class Tally {
  private final Function<Position, String> token;
  private final int maxListed;
  private final boolean stream;
  private final List<Rejection> listed = new ArrayList<>();
  private final Map<Integer, Long> offsets = new TreeMap<>();
  private long accepted;
  private long rejected;
  private long failed;
  private volatile boolean stopped;
  private @Nullable Problem noEventId;
  private long unknown;
  private long stoppedAt = -1;

  private Tally(Function<Position, String> token, int maxListed, boolean stream) {
    this.token = token;
    this.maxListed = maxListed;
    this.stream = stream;
  }

  /**
   * @param token a position as clients get it
   */
  static Tally ofBatch(Function<Position, String> token) {
    return new Tally(token, ScoreProperties.MAX_BATCH, false);
  }

  /**
   * @param token a position as clients get it
   */
  static Tally ofStream(Function<Position, String> token) {
    return new Tally(token, ScoreProperties.MAX_LISTED, true);
  }

  void accepted(Position position) {
    accepted++;
    offsets.merge(position.partition(), position.offset(), Math::max);
  }

  void rejected(Rejection rejection) {
    rejected++;
    if (listed.size() < maxListed) {
      listed.add(rejection);
    }
    if (rejection.isRetryable()) {
      failed++;
      stopAt(rejection.index());
    }
    if (stream && ScoreProblems.isNoEventId(rejection.problem())) {
      noEventId = rejection.problem();
      stopAt(rejection.index());
    }
    if (rejection.isOutcomeUnknown()) {
      unknown++;
    }
  }

  private void stopAt(long index) {
    stopped = true;
    if (stoppedAt < 0) {
      stoppedAt = index;
    }
  }

  /** Whether a score could not be written or named, so that a stream must not go on. */
  boolean isStopped() {
    return stopped;
  }

  boolean isEmpty() {
    return accepted + rejected == 0;
  }

  /** Whether there is a 202 to answer. */
  boolean isAccepted() {
    return accepted > 0 && noEventId == null;
  }

  /** The answer when there is no 202. */
  Problem problem() {
    if (isEmpty()) {
      return ScoreProblems.noScores();
    }
    Problem problem;
    if (noEventId != null) {
      problem = noEventId;
    } else if (failed == 0) {
      problem =
          Problem.of(
              400,
              "all-rejected",
              "None of the scores is allowed",
              "see what is rejected, and why");
    } else if (unknown > 0) {
      problem = ScoreProblems.outcomeUnknown();
    } else {
      problem =
          Problem.unavailable(
              "none of the scores could be written; send them again",
              PublishProperties.RETRY_AFTER);
    }
    for (Map.Entry<String, Object> member : document().entrySet()) {
      problem = problem.with(member.getKey(), member.getValue());
    }
    return problem;
  }

  /** The JSON object that says what became of them. */
  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("accepted", accepted);
    document.put("rejected", listed.stream().map(Rejection::document).toList());
    if (stream) {
      document.put("rejectedTotal", rejected);
    }
    if (stream && stoppedAt >= 0) {
      document.put("stoppedAt", stoppedAt);
    }
    document.put(
        "positions",
        offsets.entrySet().stream()
            .map(entry -> token.apply(new Position(entry.getKey(), entry.getValue())))
            .toList());
    return document;
  }
}
