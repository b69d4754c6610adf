package io.leaderboard.events.finals;

import java.util.List;

/**
 * A part of the final standings of a period.
 *
 * @param page from 0
 * @param entries in rank order; {@value #ENTRIES}, fewer only on the last page
 */
public record FinalPage(FinalPeriod period, int page, List<FinalEntry> entries)
    implements FinalRecord {
  /** Entries of a page. */
  public static final int ENTRIES = 100;

  public FinalPage {
    entries = List.copyOf(entries);
  }
}
