package io.leaderboard.redis.closing;

import io.leaderboard.log.LogProperties;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The producer of closings: what it acknowledges, the log holds. Connects when it is first used.
 */
public final class ClosingsProducer implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;

  /**
   * @param clientId names it in Kafka's own logs and metrics
   */
  public ClosingsProducer(LogProperties log, String clientId) {
    Map<String, Object> config = log.clientSettings(clientId);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, log.requestTimeout().toMillis());
    config.put(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * (int) log.requestTimeout().toMillis());
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** The producer, which belongs to this object. */
  public Producer<byte[], byte[]> producer() {
    return producer;
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }
}
