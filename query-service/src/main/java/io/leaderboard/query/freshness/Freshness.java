package io.leaderboard.query.freshness;

import io.leaderboard.events.period.Period;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How fresh an answer is.
 *
 * @param generation id of the generation it was read from
 * @param lagMillis for how long the log has held a record that the answer may lack; 0 when it lacks
 *     none
 * @param stale whether something may be missing for another reason: the reader's {@code after} was
 *     not reached in time, or periods are on their way from Redis to the archive
 * @param period id of the one period that the answer is of; null when it is of none or several
 */
public record Freshness(String generation, long lagMillis, boolean stale, @Nullable String period) {
  /** Header: {@link #lagMillis}. */
  public static final String LAG_HEADER = "Leaderboard-Lag-Ms";

  /** Header: {@link #generation}. */
  public static final String GENERATION_HEADER = "Leaderboard-Generation";

  /** Header: {@code true} when {@link #stale}, else missing. */
  public static final String STALE_HEADER = "Leaderboard-Stale";

  /** Header: {@link #period}, if there is one. */
  public static final String PERIOD_HEADER = "Leaderboard-Period";

  /** That of an answer that is of no period in particular. */
  public Freshness(String generation, long lagMillis, boolean stale) {
    this(generation, lagMillis, stale, null);
  }

  /** That of an answer that is of one period. */
  public Freshness of(Period shown) {
    return new Freshness(generation, lagMillis, stale, shown.id());
  }

  /** The same with another lag. */
  Freshness behind(long millis) {
    return new Freshness(generation, millis, stale, period);
  }

  /** The same, and stale if {@code more} is. */
  public Freshness orStale(boolean more) {
    return new Freshness(generation, lagMillis, stale || more, period);
  }

  /** Gives the headers that say so, each with its value. */
  public void forEachHeader(BiConsumer<String, String> headers) {
    headers.accept(GENERATION_HEADER, generation);
    headers.accept(LAG_HEADER, Long.toString(lagMillis));
    if (period != null) {
      headers.accept(PERIOD_HEADER, period);
    }
    if (stale) {
      headers.accept(STALE_HEADER, "true");
    }
  }
}
