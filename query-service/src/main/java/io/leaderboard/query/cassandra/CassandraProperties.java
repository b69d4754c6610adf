package io.leaderboard.query.cassandra;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
 * Where Cassandra is and how long a reader waits for it. The keys mean what they mean to the
 * cassandra-projector, so that both can be given the same ones; those of writers are ignored here.
 *
 * @param contactPoints nodes to begin with, {@code host:port}
 * @param localDatacenter the data centre whose nodes are used
 * @param keyspace where the tables are
 * @param consistency of every read
 * @param username null to connect without
 * @param password null to connect without
 * @param sslBundle name of one of Spring's {@code spring.ssl.bundle}, null to connect without TLS
 * @param requestTimeout how long one read may take; a page takes twice as long at most
 * @param concurrency most reads under way; 16 times as many may wait, one more is a 503 at once
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
    @DefaultValue("2s") @DurationMin(millis = 100) @DurationMax(minutes = 1)
        Duration requestTimeout,
    @DefaultValue("256") @Min(1) @Max(8_192) int concurrency) {
  private static final Set<DefaultConsistencyLevel> READ_WHAT_WAS_WRITTEN =
      Set.of(
          DefaultConsistencyLevel.LOCAL_QUORUM,
          DefaultConsistencyLevel.QUORUM,
          DefaultConsistencyLevel.ALL);

  @AssertTrue(
      message =
          "leaderboard.cassandra.consistency must be LOCAL_QUORUM, QUORUM or ALL: what a manifest"
              + " or a position stands for must be found")
  boolean isConsistencyStrongEnough() {
    return READ_WHAT_WAS_WRITTEN.contains(consistency);
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
