package io.leaderboard.redis.closing;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How periods are closed.
 *
 * @param interval how often it is looked whether a period is to be closed
 */
@Validated
@ConfigurationProperties("leaderboard.closing")
public record ClosingProperties(@DefaultValue("5s") @DurationMin(millis = 10) Duration interval) {}
