package io.leaderboard.cassandra.fill;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How games whose rules changed are filled.
 *
 * @param threads how many partitions are filled at once
 * @param pause how long to wait after a fill failed, or what it takes is missing
 * @param grace how long rules stay in the tables after newer ones are complete everywhere: longer
 *     than whoever reads them takes
 */
@Validated
@ConfigurationProperties("leaderboard.fill")
public record FillProperties(
    @DefaultValue("2") @Min(1) @Max(64) int threads,
    @DefaultValue("2s") @DurationMin(millis = 1) @DurationMax(hours = 1) Duration pause,
    @DefaultValue("10m") @DurationMin(millis = 0) @DurationMax(days = 7) Duration grace) {}
