package io.leaderboard.ingest.publish;

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
 * How events are handed to Kafka.
 *
 * @param maxInFlight most events that are handed over and not yet acknowledged; more are refused
 * @param linger how long an event waits for others to share a request with
 * @param deliveryTimeout after this Kafka is taken not to have acknowledged an event
 * @param answerWithin every request that only waits for Kafka is answered within this
 * @param batchSize largest batch of a partition
 * @param bufferMemory memory for what is in flight; must hold {@code maxInFlight} usual events
 */
@Validated
@ConfigurationProperties("leaderboard.publish")
public record PublishProperties(
    @DefaultValue("20000") @Min(1) @Max(1_000_000) int maxInFlight,
    @DefaultValue("0ms") @DurationMin(millis = 0) @DurationMax(millis = 100) Duration linger,
    @DefaultValue("1500ms") @DurationMin(millis = 200) @DurationMax(seconds = 60)
        Duration deliveryTimeout,
    @DefaultValue("1900ms") @DurationMin(millis = 300) @DurationMax(seconds = 60)
        Duration answerWithin,
    @DefaultValue("64KB") DataSize batchSize,
    @DefaultValue("64MB") DataSize bufferMemory) {

  private static final DataSize MIN_BATCH = DataSize.ofKilobytes(1);
  private static final DataSize MAX_BATCH = DataSize.ofKilobytes(900);
  private static final DataSize MIN_MEMORY = DataSize.ofMegabytes(1);
  private static final DataSize MAX_MEMORY = DataSize.ofGigabytes(4);

  /**
   * @throws IllegalArgumentException naming the key, when a value does not fit the others
   */
  public PublishProperties {
    requireSize("batch-size", batchSize, MIN_BATCH, MAX_BATCH);
    requireSize("buffer-memory", bufferMemory, MIN_MEMORY, MAX_MEMORY);
    if (answerWithin.compareTo(deliveryTimeout) < 0) {
      throw new IllegalArgumentException(
          "leaderboard.publish.answer-within must not be less than delivery-timeout");
    }
  }

  private static void requireSize(String key, DataSize size, DataSize min, DataSize max) {
    if (size.compareTo(min) < 0 || size.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          "leaderboard.publish." + key + " must be " + min + " to " + max);
    }
  }

  /** What a client that was refused should wait before it sends again. */
  public static final Duration RETRY_AFTER = Duration.ofSeconds(1);
}
