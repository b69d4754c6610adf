package io.leaderboard.redis.finals;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How final standings are written and closed periods leave Redis.
 *
 * @param interval how often it is looked whether a period's final standings are missing
 * @param transactionTimeout within which those of one period must be written; no more than Kafka's
 *     {@code transaction.max.timeout.ms}
 * @param expireGrace how long a period that leaves Redis can still be read by who knows of it
 */
@Validated
@ConfigurationProperties("leaderboard.finals")
public record FinalsProperties(
    @DefaultValue("5s") @DurationMin(millis = 10) Duration interval,
    @DefaultValue("10m") @DurationMin(seconds = 1) @DurationMax(hours = 1)
        Duration transactionTimeout,
    @DefaultValue("60s") @DurationMin(millis = 1) Duration expireGrace) {}
