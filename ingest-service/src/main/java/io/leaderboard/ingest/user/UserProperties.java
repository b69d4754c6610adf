package io.leaderboard.ingest.user;

import jakarta.validation.constraints.AssertTrue;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What is kept of users, to be answered when somebody asks for one.
 *
 * @param maxMemory what all of it may take; past it, those are forgotten whom nobody asks for
 */
@Validated
@ConfigurationProperties("leaderboard.users")
public record UserProperties(@DefaultValue("32MB") DataSize maxMemory) {
  private static final DataSize LEAST = DataSize.ofMegabytes(1);
  private static final DataSize MOST = DataSize.ofGigabytes(16);

  /** Within its bounds. */
  @AssertTrue(message = "leaderboard.users.max-memory must be 1MB to 16GB")
  boolean isMaxMemoryAllowed() {
    return maxMemory.compareTo(LEAST) >= 0 && maxMemory.compareTo(MOST) <= 0;
  }
}
