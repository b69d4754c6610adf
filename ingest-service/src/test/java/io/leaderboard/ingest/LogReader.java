package io.leaderboard.ingest;

import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.score.ScoreRecordCodec;
import io.leaderboard.events.score.UndecodableRecordException;
import io.leaderboard.events.topic.Position;
import io.leaderboard.events.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads {@code score-events} with a plain consumer. */
public final class LogReader implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;

  public LogReader(String bootstrapServers) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  /** The record at a position that the API answered. */
  public ConsumerRecord<byte[], byte[]> at(String position) {
    Position asked = Position.parse("position", position);
    TopicPartition partition = new TopicPartition(Topics.SCORE_EVENTS, asked.partition());
    consumer.assign(List.of(partition));
    consumer.seek(partition, asked.offset());
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < deadline) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
        if (record.offset() == asked.offset()) {
          return record;
        }
      }
    }
    throw new AssertionError("nothing at " + position);
  }

  /** The event at a position. */
  public ScoreEvent eventAt(String position) {
    return decode(at(position));
  }

  /** How often each event id of a game stands in the log. */
  public Map<String, Integer> eventIds(String gameId) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.SCORE_EVENTS).stream()
            .map(PartitionInfo::partition)
            .map(partition -> new TopicPartition(Topics.SCORE_EVENTS, partition))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<String, Integer> ids = new HashMap<>();
    while (partitions.stream()
        .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
        ScoreEvent event = decode(record);
        if (event.gameId().equals(gameId)) {
          ids.merge(event.eventId(), 1, Integer::sum);
        }
      }
    }
    return ids;
  }

  private static ScoreEvent decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return (ScoreEvent) ScoreRecordCodec.decode(record.value());
    } catch (UndecodableRecordException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
