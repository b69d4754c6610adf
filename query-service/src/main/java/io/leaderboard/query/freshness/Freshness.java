package io.leaderboard.query.freshness;

import java.util.function.BiConsumer;

/**
 * How fresh an answer is.
 *
 * @param generation id of the generation it was read from
 * @param lagMillis for how long the log has held a record that the answer may lack; 0 when it lacks
 *     none
 * @param stale whether something may be missing for another reason: the reader's {@code after} was
 *     not reached in time, or periods are on their way from Redis to the archive
 */
public record Freshness(String generation, long lagMillis, boolean stale) {
  /** Header: {@link #lagMillis}. */
  public static final String LAG_HEADER = "Leaderboard-Lag-Ms";

  /** Header: {@link #generation}. */
  public static final String GENERATION_HEADER = "Leaderboard-Generation";

  /** Header: {@code true} when {@link #stale}, else missing. */
  public static final String STALE_HEADER = "Leaderboard-Stale";

  /** The same, and stale if {@code more} is. */
  public Freshness orStale(boolean more) {
    return new Freshness(generation, lagMillis, stale || more);
  }

  /** Gives the headers that say so, each with its value. */
  public void forEachHeader(BiConsumer<String, String> headers) {
    headers.accept(GENERATION_HEADER, generation);
    headers.accept(LAG_HEADER, Long.toString(lagMillis));
    if (stale) {
      headers.accept(STALE_HEADER, "true");
    }
  }
}
