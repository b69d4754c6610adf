package io.leaderboard.query.board;

import jakarta.validation.constraints.AssertTrue;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Pages that many ask for.
 *
 * @param maxAge how old a page may be while Redis answers; 0 for one that is read for everyone anew
 *     unless it is being read
 * @param staleFor for how long the last known page is served while Redis is away
 * @param maxMemory what all that are kept may take; past it, those go that are asked for least
 */
@Validated
@ConfigurationProperties("leaderboard.pages")
public record PagesProperties(
    @DefaultValue("25ms") @DurationMin(millis = 0) @DurationMax(seconds = 1) Duration maxAge,
    @DefaultValue("30s") @DurationMin(millis = 0) @DurationMax(minutes = 10) Duration staleFor,
    @DefaultValue("48MB") DataSize maxMemory) {
  /** A page of 1,000 entries with the longest names and avatars fits several times. */
  private static final DataSize LEAST = DataSize.ofMegabytes(8);

  private static final DataSize MOST = DataSize.ofGigabytes(16);

  /** Within its bounds. */
  @AssertTrue(message = "leaderboard.pages.max-memory must be 8MB to 16GB")
  boolean isMaxMemoryAllowed() {
    return maxMemory.compareTo(LEAST) >= 0 && maxMemory.compareTo(MOST) <= 0;
  }
}
