package io.leaderboard.ingest.score;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Bounds of what is taken at once.
 *
 * @param maxBatchBody largest JSON batch
 * @param maxConcurrentBatches most batches that are served at a time, and most streams
 * @param maxStreamsOfOne most streams that are served at a time of one client address
 * @param drainFor how long the rest of a stream is read and dropped before the answer that ends it
 */
@Validated
@ConfigurationProperties("leaderboard.scores")
public record ScoreProperties(
    @DefaultValue(DEFAULT_MAX_BATCH_BODY) DataSize maxBatchBody,
    @DefaultValue("64") @Min(1) @Max(10_000) int maxConcurrentBatches,
    @DefaultValue("16") @Min(1) @Max(10_000) int maxStreamsOfOne,
    @DefaultValue("1s") @DurationMin(millis = 0) @DurationMax(seconds = 60) Duration drainFor) {
  static final String DEFAULT_MAX_BATCH_BODY = "1MB";

  private static final DataSize MIN_BODY = DataSize.ofKilobytes(8);
  private static final DataSize MAX_BODY = DataSize.ofMegabytes(8);

  /**
   * @throws IllegalArgumentException naming the key
   */
  public ScoreProperties {
    if (maxBatchBody.compareTo(MIN_BODY) < 0 || maxBatchBody.compareTo(MAX_BODY) > 0) {
      throw new IllegalArgumentException(
          "leaderboard.scores.max-batch-body must be " + MIN_BODY + " to " + MAX_BODY);
    }
  }

  /** Largest single score, and longest line of a stream, in bytes. */
  static final int MAX_SCORE_BYTES = 8_192;

  /** Most scores of a JSON batch. */
  static final int MAX_BATCH = 1_000;

  /** Most rejections that are listed of a stream. */
  static final int MAX_LISTED = 100;
}
