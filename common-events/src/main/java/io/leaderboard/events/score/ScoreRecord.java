package io.leaderboard.events.score;

/** A value of the topic {@code score-events}. */
public sealed interface ScoreRecord permits ScoreEvent, PeriodsClosed {
  /** The game it belongs to. */
  String gameId();
}
