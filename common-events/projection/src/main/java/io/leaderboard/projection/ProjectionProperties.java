package io.leaderboard.projection;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How a projector reads the log.
 *
 * @param group the consumer group whose members share the partitions
 * @param maxPollRecords most records of one poll, and so of one round of batches
 * @param concurrency how many threads read, each some of the partitions
 * @param firstPause how long to wait after a first failure; doubles with each one that follows
 * @param longestPause how long to wait at most
 * @param sessionTimeout how long a member may be silent before its partitions go to another
 */
@Validated
@ConfigurationProperties("leaderboard.projection")
public record ProjectionProperties(
    @NotBlank String group,
    @DefaultValue("5000") @Min(1) @Max(100_000) int maxPollRecords,
    @DefaultValue("1") @Min(1) @Max(64) int concurrency,
    @DefaultValue("100ms") @DurationMin(millis = 1) Duration firstPause,
    @DefaultValue("2s") @DurationMin(millis = 1) Duration longestPause,
    @DefaultValue("10s") @DurationMin(millis = 1) Duration sessionTimeout) {}
