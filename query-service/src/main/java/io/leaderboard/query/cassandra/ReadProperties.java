package io.leaderboard.query.cassandra;

import io.leaderboard.cql.CassandraProperties;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long a reader waits for Cassandra, and how many may; where it is say the {@link
 * CassandraProperties} under the same prefix. The keys mean what they mean to the
 * cassandra-projector, so that both can be given the same ones; those of writers are ignored here.
 *
 * @param requestTimeout how long one read may take; a page takes twice as long at most
 * @param concurrency most reads under way; 16 times as many may wait, one more is a 503 at once
 */
@Validated
@ConfigurationProperties("leaderboard.cassandra")
public record ReadProperties(
    @DefaultValue("2s") @DurationMin(millis = 100) @DurationMax(minutes = 1)
        Duration requestTimeout,
    @DefaultValue("256") @Min(1) @Max(8_192) int concurrency) {}
