package io.leaderboard.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class KafkaServerIT extends LocalServerContract<KafkaServer> {
  @Override
  KafkaServer onFreePorts(ServerSpec spec) {
    return KafkaServer.onFreePorts(spec);
  }

  @Override
  KafkaServer onPort(ServerSpec spec, int port) {
    return new KafkaServer(spec, port, Ports.free());
  }

  @Override
  void write(String key, String value) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()));
        KafkaProducer<String, String> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", server.bootstrapServers(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
      admin.createTopics(List.of(new NewTopic(key, 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
      producer.send(new ProducerRecord<>(key, value)).get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the broker did not take the record", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  Optional<String> read(String key) {
    TopicPartition partition = new TopicPartition(key, 0);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", server.bootstrapServers(), "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      if (!consumer.listTopics(Duration.ofSeconds(30)).containsKey(key)) {
        return Optional.empty();
      }
      consumer.assign(Set.of(partition));
      consumer.seekToBeginning(Set.of(partition));
      for (ConsumerRecord<String, String> found : consumer.poll(Duration.ofSeconds(30))) {
        return Optional.of(found.value());
      }
      return Optional.empty();
    }
  }

  @Test
  void formsGroupsWithoutDelay() {
    write("group", "read");
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                server.bootstrapServers(),
                "auto.offset.reset",
                "earliest",
                "group.id",
                "group"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.subscribe(List.of("group"));
      assertThat(consumer.poll(Duration.ofSeconds(20))).hasSize(1);
    }
  }
}
