package io.leaderboard.cassandra.store;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import io.leaderboard.cassandra.schema.SchemaMode;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where Cassandra is and how it is used.
 *
 * @param contactPoints nodes to begin with, {@code host:port}
 * @param localDatacenter the data centre whose nodes are used
 * @param keyspace where the tables are
 * @param schema whether missing tables are created or only reported
 * @param replication copies by data centre, of a keyspace that is created; empty for one copy in
 *     the local data centre
 * @param consistency of every read and write
 * @param username null to connect without
 * @param password null to connect without
 * @param sslBundle name of one of Spring's {@code spring.ssl.bundle}, null to connect without TLS
 * @param requestTimeout how long a single request may take
 * @param concurrency most requests under way
 * @param syncMargin how long a node may take to write to disk what it has acknowledged; 0 only when
 *     every node runs with {@code commitlog_sync: batch} or {@code group}
 * @param knownMonths how many months of users are remembered, per partition of the log, so that
 *     they are not written again
 */
@Validated
@ConfigurationProperties("leaderboard.cassandra")
public record CassandraProperties(
    @DefaultValue("127.0.0.1:9042") @NotEmpty
        List<@Pattern(regexp = "\\S+:\\d{1,5}", message = "must be host:port") String>
            contactPoints,
    @DefaultValue("datacenter1") @NotBlank String localDatacenter,
    @DefaultValue("leaderboard")
        @Pattern(
            regexp = "[a-z][a-z0-9_]{0,47}",
            message = "must be a lower-case letter and then up to 47 of a-z, 0-9 and _")
        String keyspace,
    @DefaultValue("apply") SchemaMode schema,
    @DefaultValue Map<@NotBlank String, @Min(1) @Max(16) Integer> replication,
    @DefaultValue("LOCAL_QUORUM") DefaultConsistencyLevel consistency,
    @Nullable String username,
    @Nullable String password,
    @Nullable String sslBundle,
    @DefaultValue("5s") @DurationMin(millis = 100) @DurationMax(minutes = 1)
        Duration requestTimeout,
    @DefaultValue("256") @Min(1) @Max(8_192) int concurrency,
    @DefaultValue("30s") @DurationMin(millis = 0) @DurationMax(hours = 1) Duration syncMargin,
    @DefaultValue("50000") @Min(1) @Max(10_000_000) int knownMonths) {
  private static final Set<DefaultConsistencyLevel> READ_YOUR_WRITES =
      Set.of(
          DefaultConsistencyLevel.LOCAL_QUORUM,
          DefaultConsistencyLevel.QUORUM,
          DefaultConsistencyLevel.ALL);

  /** Copies by data centre. */
  public Map<String, Integer> copies() {
    return replication.isEmpty() ? Map.of(localDatacenter, 1) : replication;
  }

  @AssertTrue(
      message =
          "leaderboard.cassandra.consistency must be LOCAL_QUORUM, QUORUM or ALL: a standing is"
              + " folded from what was read, which must be what was acknowledged")
  boolean isConsistencyStrongEnough() {
    return READ_YOUR_WRITES.contains(consistency);
  }

  @AssertTrue(
      message = "leaderboard.cassandra.username and .password must both be there, or neither")
  boolean isCredentialsComplete() {
    return (username == null) == (password == null);
  }

  /** Without the password, so that it gets into no log. */
  @Override
  public String toString() {
    return "CassandraProperties[contactPoints=%s, localDatacenter=%s, keyspace=%s, username=%s]"
        .formatted(contactPoints, localDatacenter, keyspace, username);
  }
}
