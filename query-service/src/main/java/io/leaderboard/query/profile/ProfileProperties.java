package io.leaderboard.query.profile;

import jakarta.validation.constraints.AssertTrue;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What is kept of users.
 *
 * @param maxMemory what all of it may take; past it, those are forgotten whom nobody asks for
 */
@Validated
@ConfigurationProperties("leaderboard.profiles")
public record ProfileProperties(@DefaultValue("96MB") DataSize maxMemory) {
  private static final DataSize LEAST = DataSize.ofMegabytes(1);
  private static final DataSize MOST = DataSize.ofGigabytes(16);

  /** Within its bounds. */
  @AssertTrue(message = "leaderboard.profiles.max-memory must be 1MB to 16GB")
  boolean isMaxMemoryAllowed() {
    return maxMemory.compareTo(LEAST) >= 0 && maxMemory.compareTo(MOST) <= 0;
  }
}
