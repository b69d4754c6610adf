package io.leaderboard.events.guarantee;

import io.leaderboard.events.reference.LogRecord;
import io.leaderboard.events.score.ScoreEvent;

/** A record in few words. */
final class Told {
  private Told() {}

  static String of(LogRecord at) {
    String place = at.partition() + ":" + at.offset() + " ";
    return at.record() instanceof ScoreEvent event
        ? place + event.eventId() + " " + event.score() + "@" + event.occurredAt()
        : place + at.record();
  }
}
