package io.leaderboard.cli.partitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.cli.CommandException;
import io.leaderboard.events.game.GameRecordCodec;
import io.leaderboard.events.game.LogSettings;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.KafkaAddress;
import io.leaderboard.servers.testing.TestServers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartitionRestoreIT {
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private DedicatedServer<KafkaAddress> kafka;
  private Map<String, Object> client;
  private Admin admin;

  @BeforeEach
  void createALogOfTwoPartitions() throws Exception {
    kafka = TestServers.dedicatedKafka();
    client = Map.of("bootstrap.servers", kafka.address().bootstrapServers());
    admin = Admin.create(client);
    admin
        .createTopics(
            List.of(
                new NewTopic(Topics.GAMES, 1, (short) 1),
                new NewTopic(Topics.SCORE_EVENTS, 2, (short) 1)
                    .configs(Map.of("retention.ms", "-1"))))
        .all()
        .get();
    byte[] settings = GameRecordCodec.encode(new LogSettings(2, 1_000, 1));
    write(List.of(new ProducerRecord<>(Topics.GAMES, 0, null, settings)));
    Random random = new Random(7);
    List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      byte[] value = new byte[random.nextInt(300)];
      random.nextBytes(value);
      ProducerRecord<byte[], byte[]> event =
          new ProducerRecord<>(
              Topics.SCORE_EVENTS, i % 2, 1_000L + i, i % 7 == 0 ? null : new byte[] {1}, value);
      event.headers().add("content-type", new byte[] {(byte) i});
      events.add(event);
    }
    write(events);
  }

  @AfterEach
  void stopKafka() {
    admin.close(Duration.ZERO);
    kafka.close();
  }

  @Test
  void everyRecordIsAtItsOffsetAgainAndTheAddedPartitionsAreGone() throws Exception {
    List<String> before = records(Topics.SCORE_EVENTS);
    restore();
    assertThat(told()).contains("has the 2 partitions of its log");
    raise();
    restore();
    assertThat(partitions()).isEqualTo(2);
    assertThat(records(Topics.SCORE_EVENTS)).isEqualTo(before).hasSize(2_000);
    assertThat(told()).contains("2,000 records copied", "2 partitions again", "empty both");
    restore();
    assertThat(records(Topics.SCORE_EVENTS)).isEqualTo(before);
  }

  @Test
  void oneThatWasEndedInTheMiddleIsGoneOnWith() throws Exception {
    List<String> before = records(Topics.SCORE_EVENTS);
    raise();
    restore();
    // As when it was ended while it copied back.
    admin.deleteTopics(List.of(Topics.SCORE_EVENTS)).all().get();
    restore();
    assertThat(records(Topics.SCORE_EVENTS)).isEqualTo(before);
    // As when it was ended while it made the copy, of a topic that is whole.
    raise();
    admin
        .deleteRecords(
            Map.of(new TopicPartition(PartitionRestore.COPY, 0), RecordsToDelete.beforeOffset(100)))
        .all()
        .get();
    restore();
    assertThat(partitions()).isEqualTo(2);
    assertThat(records(Topics.SCORE_EVENTS)).isEqualTo(before);
  }

  @Test
  void nothingIsTouchedWhenAnAddedPartitionHoldsSomethingOrTheBeginningIsGone() throws Exception {
    raise();
    write(List.of(new ProducerRecord<>(Topics.SCORE_EVENTS, 4, null, new byte[1])));
    assertThatThrownBy(this::restore)
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("the added partition 4 holds records");
    assertThat(partitions()).isEqualTo(5);
    TopicPartition first = new TopicPartition(Topics.SCORE_EVENTS, 0);
    admin.deleteRecords(Map.of(first, RecordsToDelete.beforeOffset(5))).all().get();
    assertThatThrownBy(this::restore).hasMessageContaining("does not begin at offset 0");
  }

  private void restore() throws InterruptedException {
    new PartitionRestore(client, new PrintStream(told, true, StandardCharsets.UTF_8)).run();
  }

  private String told() {
    return told.toString(StandardCharsets.UTF_8);
  }

  private void raise() throws Exception {
    admin.createPartitions(Map.of(Topics.SCORE_EVENTS, NewPartitions.increaseTo(5))).all().get();
  }

  private int partitions() throws Exception {
    return admin
        .describeTopics(List.of(Topics.SCORE_EVENTS))
        .allTopicNames()
        .get()
        .get(Topics.SCORE_EVENTS)
        .partitions()
        .size();
  }

  private void write(List<ProducerRecord<byte[], byte[]>> records) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      records.forEach(producer::send);
    }
  }

  private List<String> records(String topic) {
    List<String> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      for (TopicPartition partition :
          IntStream.range(0, 2).mapToObj(i -> new TopicPartition(topic, i)).toList()) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, 0);
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        while (consumer.position(partition) < end) {
          consumer.poll(Duration.ofMillis(200)).forEach(record -> records.add(describe(record)));
        }
      }
    }
    return records;
  }

  private static String describe(ConsumerRecord<byte[], byte[]> record) {
    return "%d:%d %d %s %s %s"
        .formatted(
            record.partition(),
            record.offset(),
            record.timestamp(),
            Arrays.toString(record.key()),
            Arrays.toString(record.value()),
            record.headers());
  }
}
