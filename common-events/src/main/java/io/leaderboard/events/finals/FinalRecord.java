package io.leaderboard.events.finals;

/** A value of the topic {@code final-standings}. */
public sealed interface FinalRecord permits FinalPage, FinalManifest {
  /** The period that it is of. */
  FinalPeriod period();
}
