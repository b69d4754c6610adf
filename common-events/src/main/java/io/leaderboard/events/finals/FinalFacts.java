package io.leaderboard.events.finals;

import org.jspecify.annotations.Nullable;

/**
 * What was so when final standings were written, for whoever reads them without the log and without
 * the game's present definition. Manifests from before these were kept have {@link #UNKNOWN}.
 *
 * @param logId the id of the topic {@code score-events} that the standings are of; empty when not
 *     known
 * @param closedThrough periods of the game that ended at or before it, milliseconds since 1970,
 *     were closed in every partition; {@link Long#MIN_VALUE} when not known
 * @param completeThrough every period of the board under {@code rules} that ended at or before it,
 *     milliseconds since 1970, was written no later than this one, or has no standings and never
 *     will; {@link Long#MIN_VALUE} when not known. A later manifest may say less: it is of other
 *     rules, or of other seasons
 * @param rules what the board was; null when only the rules version is known
 */
public record FinalFacts(
    String logId, long closedThrough, long completeThrough, @Nullable FinalRules rules) {
  /** Nothing is known. */
  public static final FinalFacts UNKNOWN = new FinalFacts("", Long.MIN_VALUE, Long.MIN_VALUE, null);
}
