package io.leaderboard.redis.publish;

import io.leaderboard.log.LogProperties;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A producer of few records: what it acknowledges, Kafka holds. Made when it is first used, which
 * fails while Kafka's name does not resolve. Thread-safe.
 */
public final class AcknowledgedProducer implements AutoCloseable {
  private final LogProperties log;
  private final String clientId;
  private final int maxRequestBytes;
  private @Nullable Producer<byte[], byte[]> producer;

  /**
   * Makes nothing yet.
   *
   * @param clientId names it in Kafka's own logs and metrics
   * @param maxRequestBytes the largest that is sent
   */
  public AcknowledgedProducer(LogProperties log, String clientId, int maxRequestBytes) {
    this.log = log;
    this.clientId = clientId;
    this.maxRequestBytes = maxRequestBytes;
  }

  /**
   * The producer, which belongs to this object.
   *
   * @throws org.apache.kafka.common.KafkaException when it cannot be made now
   */
  public synchronized Producer<byte[], byte[]> get() {
    Producer<byte[], byte[]> known = producer;
    if (known == null) {
      known = new KafkaProducer<>(config(), new ByteArraySerializer(), new ByteArraySerializer());
      producer = known;
    }
    return known;
  }

  private Map<String, Object> config() {
    Map<String, Object> config = log.clientSettings(clientId);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, log.requestTimeout().toMillis());
    config.put(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * (int) log.requestTimeout().toMillis());
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRequestBytes);
    return config;
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(2));
    }
  }
}
