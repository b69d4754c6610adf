package io.leaderboard.redis.connection;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.TimeoutOptions;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where Redis is.
 *
 * @param uri {@code redis://host:port/database}, {@code rediss://} for TLS; without a password. Of
 *     a cluster several without a database, separated by commas, to begin with
 * @param cluster whether it is a Redis Cluster
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
    @DefaultValue("redis://127.0.0.1:6379") String uri,
    @DefaultValue("false") boolean cluster,
    @DefaultValue("") String username,
    @DefaultValue("") String password,
    @DefaultValue("1s") @DurationMin(millis = 1) Duration connectTimeout,
    @DefaultValue("2s") @DurationMin(millis = 1) Duration commandTimeout,
    @DefaultValue("200ms") @DurationMin(millis = 1) Duration reconnectPause,
    @DefaultValue("10000") @Min(100) @Max(1_000_000) int requestQueue) {

  private static final Pattern URIS = Pattern.compile("rediss?://[^@,]+(,\\s*rediss?://[^@,]+)*");

  public RedisProperties {
    if (!URIS.matcher(uri).matches()) {
      // Not by an annotation: its message would quote the value, which may hold a password.
      throw new IllegalArgumentException(
          "leaderboard.redis.uri must be redis[s]://host:port[/database] without credentials, for"
              + " which there are leaderboard.redis.username and .password; of a cluster several,"
              + " separated by commas");
    }
  }

  /**
   * Where to connect, with the credentials.
   *
   * @throws IllegalArgumentException naming the key when they do not fit the kind
   */
  List<RedisURI> uris() {
    List<RedisURI> uris =
        Arrays.stream(uri.split(",", -1)).map(each -> RedisURI.create(each.strip())).toList();
    if (cluster ? uris.stream().anyMatch(each -> each.getDatabase() != 0) : uris.size() > 1) {
      throw new IllegalArgumentException(
          cluster
              ? "leaderboard.redis.uri names a database, which a cluster does not have"
              : "leaderboard.redis.uri names several servers: set leaderboard.redis.cluster=true,"
                  + " or name one");
    }
    uris.forEach(this::prepare);
    return uris;
  }

  private void prepare(RedisURI uri) {
    uri.setTimeout(commandTimeout);
    if (!password.isEmpty()) {
      uri.setCredentialsProvider(
          new StaticCredentialsProvider(
              username.isEmpty() ? null : username, password.toCharArray()));
    }
  }

  /** Sets what holds for every connection. */
  <B extends ClientOptions.Builder> B apply(B options) {
    options
        .autoReconnect(true)
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(requestQueue)
        .socketOptions(SocketOptions.builder().connectTimeout(connectTimeout).build())
        .timeoutOptions(TimeoutOptions.enabled(commandTimeout));
    return options;
  }

  @Override
  public String toString() {
    return "RedisProperties[uri=" + uri + ", cluster=" + cluster + "]";
  }
}
