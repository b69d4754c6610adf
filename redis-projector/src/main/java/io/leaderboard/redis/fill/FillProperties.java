package io.leaderboard.redis.fill;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How generations are filled beside the live ones.
 *
 * @param threads how many partitions are filled at a time
 * @param maxPollRecords most records of one poll of a filling
 * @param memoryEntries most standings that a filling holds in memory, about 200 bytes each; past it
 *     what is folded is written, and the rest is applied in chunks
 * @param joinWithin how many records behind the live ones a filling is finished while the partition
 *     waits; that many are applied in some tens of milliseconds
 */
@Validated
@ConfigurationProperties("leaderboard.fill")
public record FillProperties(
    @DefaultValue("3") @Min(1) @Max(64) int threads,
    @DefaultValue("20000") @Min(1) @Max(1_000_000) int maxPollRecords,
    @DefaultValue("200000") @Min(1) @Max(100_000_000) int memoryEntries,
    @DefaultValue("5000") @Min(1) @Max(1_000_000) int joinWithin) {}
