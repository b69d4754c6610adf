package io.leaderboard.redis.generation;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How generations are made and looked after.
 *
 * @param buckets over how many buckets the keys of a new generation are spread; when it is not set
 *     1 on a single Redis, 64 on a cluster
 * @param checkInterval how often it is looked whether a generation is complete or outdated
 * @param retiredGrace how long the keys of a generation stay after another took its place; longer
 *     than any reader remembers which one is live
 * @param namelessGrace how often it is looked for keys of generations that {@code lb:generation}
 *     does not name, and how long they must have been without a name before they are deleted
 */
@Validated
@ConfigurationProperties("leaderboard.generation")
public record GenerationProperties(
    @Nullable @Min(1) @Max(1_024) Integer buckets,
    @DefaultValue("200ms") @DurationMin(millis = 1) Duration checkInterval,
    @DefaultValue("10s") @DurationMin(millis = 0) Duration retiredGrace,
    @DefaultValue("10m") @DurationMin(millis = 1) Duration namelessGrace) {
  private static final int ON_CLUSTER = 64;

  /** How many a new generation has. */
  int bucketsOn(boolean cluster) {
    if (buckets != null) {
      return buckets;
    }
    return cluster ? ON_CLUSTER : 1;
  }
}
