package io.leaderboard.ingest.score;

import io.leaderboard.ingest.publish.WriteProblems;
import io.leaderboard.web.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A score of a batch or stream that was not taken.
 *
 * @param index its place, from 0: of the element, or of the line
 * @param problem why
 * @param eventId under which it can be sent again, null when it never got one
 */
record Rejection(long index, Problem problem, @Nullable String eventId) {
  /** Whether the same may be taken when it is sent again. */
  boolean isRetryable() {
    return problem.status() == 503;
  }

  boolean isOutcomeUnknown() {
    return problem.name().equals(WriteProblems.OUTCOME_UNKNOWN);
  }

  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("index", index);
    String field = problem.field();
    if (field != null) {
      document.put("field", field);
    }
    document.put("type", problem.type());
    document.put("detail", problem.detail());
    document.put("retryable", isRetryable());
    if (eventId != null && isRetryable()) {
      document.put("eventId", eventId);
    }
    return document;
  }
}
