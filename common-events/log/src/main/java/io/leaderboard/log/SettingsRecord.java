package io.leaderboard.log;

import io.leaderboard.events.game.DefinitionBounds;
import io.leaderboard.events.game.LogSettings;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes what a log that has no settings begins with. */
final class SettingsRecord {
  private final LogProperties properties;
  private final String clientId;

  SettingsRecord(LogProperties properties, String clientId) {
    this.properties = properties;
    this.clientId = clientId;
  }

  /**
   * The bounds of definitions and then the settings: what has settings is a log, and one whose
   * creator was killed between the two must not be without bounds for ever.
   */
  void write() throws ExecutionException, InterruptedException {
    DefinitionBounds bounds =
        new DefinitionBounds(properties.maxGames(), properties.maxDefinitionBytes(), true);
    LogSettings settings =
        new LogSettings(
            properties.partitions(), properties.duplicateWindow(), System.currentTimeMillis());
    Map<String, Object> config = properties.clientSettings(clientId);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) properties.requestTimeout().toMillis());
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, properties.requestTimeout().toMillis());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(LogRecords.of(bounds)).get();
      producer.send(LogRecords.of(settings)).get();
    }
  }
}
