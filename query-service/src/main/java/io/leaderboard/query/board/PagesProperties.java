package io.leaderboard.query.board;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Pages that many ask for.
 *
 * @param maxAge how old a page may be while Redis answers; 0 for one that is read for everyone anew
 *     unless it is being read
 * @param staleFor for how long the last known page is served while Redis is away
 * @param maxEntries how many entries are kept in all; a page counts as many as it may have, and one
 */
@Validated
@ConfigurationProperties("leaderboard.pages")
public record PagesProperties(
    @DefaultValue("25ms") @DurationMin(millis = 0) @DurationMax(seconds = 1) Duration maxAge,
    @DefaultValue("30s") @DurationMin(millis = 0) @DurationMax(minutes = 10) Duration staleFor,
    @DefaultValue("100000") @Min(2_000) @Max(10_000_000) int maxEntries) {}
