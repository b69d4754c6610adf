package io.leaderboard.query.redis;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where Redis is and how long a reader waits for it.
 *
 * @param uri {@code redis[s]://[[user:]password@]host[:port][/database]}; may hold a password, so
 *     it is never printed. Of a cluster several, separated by commas, to begin with
 * @param cluster whether it is a Redis Cluster
 * @param username of Redis's access control, empty for the default user or the one of a URI
 * @param password empty for none, or that of a URI; never printed
 * @param commandTimeout how long one command may take before the reader gets a 503
 * @param connectTimeout how long connecting may take
 * @param reconnectPause the longest pause between two attempts to connect
 * @param requestQueue how many commands may be under way; one more gets a 503 at once
 * @param readFrom which servers answer reads that need not see the reader's own writes
 * @param replicas the replicas of a single master, separated by commas, as {@code uri}; when there
 *     are none, those that the master names. Of a cluster they are always found
 * @param maxReplicaLag a replica that is further behind its master is not read
 */
@Validated
@ConfigurationProperties("leaderboard.redis")
public record RedisProperties(
    @DefaultValue("redis://127.0.0.1:6379") @NotBlank String uri,
    @DefaultValue("false") boolean cluster,
    @DefaultValue("") String username,
    @DefaultValue("") String password,
    @DefaultValue("1s") @DurationMin(millis = 10) @DurationMax(seconds = 60)
        Duration commandTimeout,
    @DefaultValue("1s") @DurationMin(millis = 10) @DurationMax(seconds = 60)
        Duration connectTimeout,
    @DefaultValue("500ms") @DurationMin(millis = 10) @DurationMax(seconds = 60)
        Duration reconnectPause,
    @DefaultValue("10000") @Min(1) @Max(1_000_000) int requestQueue,
    @DefaultValue("master") ReadFrom readFrom,
    @DefaultValue("") String replicas,
    @DefaultValue("1s") @DurationMin(millis = 500) @DurationMax(seconds = 5)
        Duration maxReplicaLag) {

  /** Without the URIs, which may hold passwords. */
  @Override
  public String toString() {
    return "RedisProperties[cluster="
        + cluster
        + ", commandTimeout="
        + commandTimeout
        + ", connectTimeout="
        + connectTimeout
        + ", reconnectPause="
        + reconnectPause
        + ", requestQueue="
        + requestQueue
        + ", readFrom="
        + readFrom
        + ", maxReplicaLag="
        + maxReplicaLag
        + "]";
  }
}
