package io.leaderboard.web;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How patient the HTTP server is.
 *
 * @param readTimeout how long a body may pause, 100 milliseconds to 10 minutes; then the request is
 *     answered with 408
 */
@ConfigurationProperties("leaderboard.http")
public record HttpProperties(@DefaultValue("30s") Duration readTimeout) {
  private static final Duration MIN = Duration.ofMillis(100);
  private static final Duration MAX = Duration.ofMinutes(10);

  /**
   * @throws IllegalArgumentException naming the key
   */
  public HttpProperties {
    if (readTimeout.compareTo(MIN) < 0 || readTimeout.compareTo(MAX) > 0) {
      throw new IllegalArgumentException(
          "leaderboard.http.read-timeout must be " + MIN + " to " + MAX);
    }
  }
}
