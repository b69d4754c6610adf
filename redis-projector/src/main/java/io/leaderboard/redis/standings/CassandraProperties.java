package io.leaderboard.redis.standings;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the standings in Cassandra are; the same keys as the cassandra-projector has. It is
 * connected to only for as long as a restore or a comparison reads.
 *
 * @param contactPoints nodes to begin with, {@code host:port}
 * @param localDatacenter the data centre whose nodes are used
 * @param keyspace where the tables are
 * @param consistency of every read
 * @param username null to connect without
 * @param password null to connect without
 * @param sslBundle name of one of Spring's {@code spring.ssl.bundle}, null to connect without TLS
 * @param requestTimeout how long a single request may take
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
    @DefaultValue("LOCAL_QUORUM") DefaultConsistencyLevel consistency,
    @Nullable String username,
    @Nullable String password,
    @Nullable String sslBundle,
    @DefaultValue("5s") @DurationMin(millis = 100) @DurationMax(minutes = 1)
        Duration requestTimeout) {
  private static final Set<DefaultConsistencyLevel> READ_WHAT_WAS_ACKNOWLEDGED =
      Set.of(
          DefaultConsistencyLevel.LOCAL_QUORUM,
          DefaultConsistencyLevel.QUORUM,
          DefaultConsistencyLevel.ALL);

  @AssertTrue(
      message =
          "leaderboard.cassandra.consistency must be LOCAL_QUORUM, QUORUM or ALL: what is read must be"
              + " what was acknowledged")
  boolean isConsistencyStrongEnough() {
    return READ_WHAT_WAS_ACKNOWLEDGED.contains(consistency);
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
