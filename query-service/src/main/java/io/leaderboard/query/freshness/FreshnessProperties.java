package io.leaderboard.query.freshness;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Reading one's own writes.
 *
 * @param maxWait how long a read with {@code after} waits at most
 * @param pollInterval how often the positions of a bucket are looked at while somebody waits
 */
@Validated
@ConfigurationProperties("leaderboard.freshness")
public record FreshnessProperties(
    @DefaultValue("2s") @DurationMin(millis = 1) @DurationMax(seconds = 30) Duration maxWait,
    @DefaultValue("5ms") @DurationMin(millis = 1) @DurationMax(seconds = 1)
        Duration pollInterval) {}
