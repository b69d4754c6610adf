package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.digest.BoardDigest;
import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalPage;
import io.leaderboard.events.finals.FinalPeriod;
import io.leaderboard.events.finals.FinalRecord;
import io.leaderboard.events.finals.FinalRecordCodec;
import io.leaderboard.events.score.UndecodableRecordException;
import io.leaderboard.events.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The topic of the final standings, in which every period must be there once and whole: its pages
 * in order, and behind them a manifest that says how many there are and what they hold.
 *
 * @param games that have final standings
 * @param periods how many have them
 */
record WrittenFinals(Set<String> games, long periods) {
  /** Reads what is committed; fails when a period is there twice or in part. */
  static WrittenFinals read(String bootstrapServers) {
    Map<FinalPeriod, BoardDigest> pages = new HashMap<>();
    Map<FinalPeriod, Integer> counts = new HashMap<>();
    Map<FinalPeriod, FinalManifest> manifests = new HashMap<>();
    for (FinalRecord record : records(bootstrapServers)) {
      FinalPeriod period = record.period();
      assertThat(manifests).as("nothing comes behind a manifest").doesNotContainKey(period);
      BoardDigest digest = pages.computeIfAbsent(period, p -> new BoardDigest());
      if (record instanceof FinalPage page) {
        assertThat(page.page()).as("%s", period).isEqualTo(counts.getOrDefault(period, 0));
        counts.merge(period, 1, Integer::sum);
        page.entries().forEach(each -> digest.add(each.userId(), each.score(), each.reachedAt()));
      } else if (record instanceof FinalManifest manifest) {
        assertThat(manifest.pages()).as("%s", period).isEqualTo(counts.getOrDefault(period, 0));
        assertThat(manifest.entries()).as("%s", period).isEqualTo(digest.entries());
        assertThat(manifest.digest()).as("%s", period).isEqualTo(digest.hex());
        manifests.put(period, manifest);
      }
    }
    assertThat(manifests.keySet()).as("no pages without a manifest").isEqualTo(pages.keySet());
    return new WrittenFinals(
        manifests.keySet().stream().map(FinalPeriod::gameId).collect(Collectors.toSet()),
        manifests.size());
  }

  /** Which periods have a manifest. */
  static Set<FinalPeriod> announced(String bootstrapServers) {
    return records(bootstrapServers).stream()
        .filter(FinalManifest.class::isInstance)
        .map(FinalRecord::period)
        .collect(Collectors.toSet());
  }

  private static List<FinalRecord> records(String bootstrapServers) {
    // The topic has one partition.
    List<TopicPartition> only = List.of(new TopicPartition(Topics.FINAL_STANDINGS, 0));
    Map<String, Object> config =
        Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
    List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(only);
      consumer.seekToBeginning(only);
      long end = consumer.endOffsets(only).getOrDefault(only.get(0), 0L);
      while (consumer.position(only.get(0)) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(read::add);
      }
    }
    return read.stream().map(WrittenFinals::decode).toList();
  }

  private static FinalRecord decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return FinalRecordCodec.decode(record.value());
    } catch (UndecodableRecordException e) {
      throw new AssertionError(e);
    }
  }
}
