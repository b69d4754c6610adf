package io.leaderboard.events.guarantee;

import io.leaderboard.events.guarantee.History.Sent;
import io.leaderboard.events.reference.LogRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * What Kafka acknowledged stands in the log, where it said, and stays as it is. Only what every
 * store has confirmed may be deleted, and only on purpose.
 *
 * <pre>
 * acknowledged: e1 at 0:1, e2 at 0:2
 * legal:    the log holds 0:1 e1, 0:2 e2
 *           the same, and then it is trimmed to 2, of which the stores had confirmed everything before
 *           0:3 e3 is in the log, and nobody was told (its acknowledgement was lost)
 * illegal:  the log holds 0:1 e1                       (e2 is lost)
 *           the log holds 0:1 e1, 0:2 e7               (e2 was replaced)
 *           it held 0:2 e2, and ends at 2 when it is read again
 *           it is trimmed to 2, and a store had confirmed what lies before 1
 *           it begins at 2 when it is read again, and nobody trimmed it
 * </pre>
 */
public final class NothingAcknowledgedLost implements Guarantee {
  @Override
  public List<String> violations(History history) {
    List<String> violations = new ArrayList<>(history.changes());
    for (Sent each : history.sent()) {
      LogRecord sent = each.at();
      LogRecord held = history.at(sent.partition(), sent.offset());
      if (held == null) {
        violations.add("acknowledged, and not in the log: " + Told.of(sent));
      } else if (!sent.equals(held)) {
        violations.add(
            "acknowledged %s, and there stands %s".formatted(Told.of(sent), Told.of(held)));
      }
    }
    return violations;
  }

  @Override
  public boolean isShownBy(History history) {
    return history.hasAcknowledgements();
  }
}
