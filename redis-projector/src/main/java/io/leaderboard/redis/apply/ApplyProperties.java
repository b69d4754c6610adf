package io.leaderboard.redis.apply;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much one call of the script does.
 *
 * @param chunkMembers most members of a call: entries of a {@code best} board count once, those of
 *     {@code sum} and {@code count} twice, those of {@code last} three times, by what they cost
 */
@Validated
@ConfigurationProperties("leaderboard.apply")
public record ApplyProperties(@DefaultValue("125") @Min(1) @Max(2_000) int chunkMembers) {}
