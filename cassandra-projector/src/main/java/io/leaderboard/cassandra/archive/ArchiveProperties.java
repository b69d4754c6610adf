package io.leaderboard.cassandra.archive;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How {@code final-standings} is read.
 *
 * @param group the consumer group whose members share the partitions
 * @param maxPollRecords most pages of one poll
 * @param firstPause how long to wait after a first failure; doubles with each one that follows
 * @param longestPause how long to wait at most
 */
@Validated
@ConfigurationProperties("leaderboard.archives")
public record ArchiveProperties(
    @DefaultValue("cassandra-projector-archives") @NotBlank String group,
    @DefaultValue("200") @Min(1) @Max(10_000) int maxPollRecords,
    @DefaultValue("100ms") @DurationMin(millis = 1) Duration firstPause,
    @DefaultValue("2s") @DurationMin(millis = 1) Duration longestPause) {}
