package io.leaderboard.redis.standings;

import io.leaderboard.cql.CassandraProperties;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long a restore or a comparison waits for the standings in Cassandra; where they are say the
 * {@link CassandraProperties} under the same prefix.
 *
 * @param requestTimeout how long a single request may take
 */
@Validated
@ConfigurationProperties("leaderboard.cassandra")
public record StandingsProperties(
    @DefaultValue("5s") @DurationMin(millis = 100) @DurationMax(minutes = 1)
        Duration requestTimeout) {}
