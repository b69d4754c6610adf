package io.leaderboard.cassandra.store;

import io.leaderboard.cassandra.schema.SchemaMode;
import io.leaderboard.cql.CassandraProperties;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How Cassandra is written to; where it is say the {@link CassandraProperties} under the same
 * prefix.
 *
 * @param schema whether missing tables are created or only reported
 * @param replication copies by data centre, of a keyspace that is created; empty for one copy in
 *     the local data centre
 * @param requestTimeout how long a single request may take
 * @param concurrency most requests under way
 * @param syncMargin how long a node may take to write to disk what it has acknowledged; 0 only when
 *     every node runs with {@code commitlog_sync: batch} or {@code group}
 * @param knownMonths how many months of users are remembered, per partition of the log, so that
 *     they are not written again
 */
@Validated
@ConfigurationProperties("leaderboard.cassandra")
public record StoreProperties(
    @DefaultValue("apply") SchemaMode schema,
    @DefaultValue Map<@NotBlank String, @Min(1) @Max(16) Integer> replication,
    @DefaultValue("5s") @DurationMin(millis = 100) @DurationMax(minutes = 1)
        Duration requestTimeout,
    @DefaultValue("256") @Min(1) @Max(8_192) int concurrency,
    @DefaultValue("30s") @DurationMin(millis = 0) @DurationMax(hours = 1) Duration syncMargin,
    @DefaultValue("50000") @Min(1) @Max(10_000_000) int knownMonths) {
  /** Copies by data centre, of a keyspace that is created from {@code localDatacenter}. */
  public Map<String, Integer> copies(String localDatacenter) {
    return replication.isEmpty() ? Map.of(localDatacenter, 1) : replication;
  }
}
