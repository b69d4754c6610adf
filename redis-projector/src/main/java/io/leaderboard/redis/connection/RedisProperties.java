package io.leaderboard.redis.connection;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where Redis is.
 *
 * @param uri {@code redis://host:port/database}, {@code rediss://} for TLS; without a password
 * @param username of Redis's access control, empty for the default user
 * @param password empty for none; never logged
 * @param connectTimeout how long a connection may take to open
 * @param commandTimeout how long an answer may take
 * @param reconnectPause how long to wait between two attempts to reconnect
 * @param requestQueue most commands that may wait for their answers
 */
@Validated
@ConfigurationProperties("leaderboard.redis")
public record RedisProperties(
    @DefaultValue("redis://127.0.0.1:6379")
        @Pattern(regexp = "rediss?://[^@]+", message = "must be redis://host:port without user")
        String uri,
    @DefaultValue("") String username,
    @DefaultValue("") String password,
    @DefaultValue("1s") @DurationMin(millis = 1) Duration connectTimeout,
    @DefaultValue("2s") @DurationMin(millis = 1) Duration commandTimeout,
    @DefaultValue("200ms") @DurationMin(millis = 1) Duration reconnectPause,
    @DefaultValue("10000") @Min(100) @Max(1_000_000) int requestQueue) {

  @Override
  public String toString() {
    return "RedisProperties[uri=" + uri + "]";
  }
}
