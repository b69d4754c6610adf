package io.leaderboard.query.stream;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Boards that are watched.
 *
 * @param tick how often a watched board is read whose period is on
 * @param heartbeat after so long without anything to say, a comment is sent
 * @param patience how long a client may take to receive what was sent; then it is dropped
 * @param maxViewers how many streams may be open; one more gets a 503
 * @param maxViewersPerAddress how many of one address, or of one network of IPv6 (the first 64
 *     bits); one more gets a 429. Fewer than {@code maxWatches}, so that none takes all of them
 * @param maxWatches how many different boards and periods may be watched that can still change; one
 *     more gets a 503
 */
@Validated
@ConfigurationProperties("leaderboard.stream")
public record StreamProperties(
    @DefaultValue("100ms") @DurationMin(millis = 5) @DurationMax(seconds = 10) Duration tick,
    @DefaultValue("15s") @DurationMin(millis = 100) @DurationMax(minutes = 5) Duration heartbeat,
    @DefaultValue("10s") @DurationMin(millis = 100) @DurationMax(minutes = 5) Duration patience,
    @DefaultValue("10000") @Min(1) @Max(1_000_000) int maxViewers,
    @DefaultValue("400") @Min(1) @Max(1_000_000) int maxViewersPerAddress,
    @DefaultValue("500") @Min(1) @Max(100_000) int maxWatches) {}
