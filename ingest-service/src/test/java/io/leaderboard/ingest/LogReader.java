package io.leaderboard.ingest;

import io.leaderboard.events.score.PeriodsClosed;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.score.ScoreRecord;
import io.leaderboard.events.score.ScoreRecordCodec;
import io.leaderboard.events.score.UndecodableRecordException;
import io.leaderboard.events.topic.Position;
import io.leaderboard.events.topic.PositionToken;
import io.leaderboard.events.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
    Position asked = PositionToken.parse("position", position).position();
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
    return (ScoreEvent) decode(at(position));
  }

  /** The closings of a game in all partitions. */
  public List<PeriodsClosed> closings(String gameId) {
    List<PeriodsClosed> closings = new ArrayList<>();
    readAll(
        partitions(),
        record -> {
          if (decode(record) instanceof PeriodsClosed closed && closed.gameId().equals(gameId)) {
            closings.add(closed);
          }
        });
    return closings;
  }

  /** How often each event id of a game stands in the log. */
  public Map<String, Integer> eventIds(String gameId) {
    Map<String, Integer> ids = new HashMap<>();
    readAll(
        partitions(),
        record -> {
          if (decode(record) instanceof ScoreEvent event && event.gameId().equals(gameId)) {
            ids.merge(event.eventId(), 1, Integer::sum);
          }
        });
    return ids;
  }

  private List<TopicPartition> partitions() {
    return consumer.partitionsFor(Topics.SCORE_EVENTS).stream()
        .map(PartitionInfo::partition)
        .map(partition -> new TopicPartition(Topics.SCORE_EVENTS, partition))
        .toList();
  }

  private void readAll(
      List<TopicPartition> partitions, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (partitions.stream()
        .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
      consumer.poll(Duration.ofMillis(200)).forEach(each);
    }
  }

  private static ScoreRecord decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return ScoreRecordCodec.decode(record.value());
    } catch (UndecodableRecordException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
