package io.leaderboard.cli.partitions;

import io.leaderboard.cli.CommandException;
import io.leaderboard.events.game.GameRecordCodec;
import io.leaderboard.events.game.LogSettings;
import io.leaderboard.events.score.UndecodableRecordException;
import io.leaderboard.events.topic.Topics;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Gives {@code score-events} the partitions back that its log was created with, when those that
 * somebody added hold nothing: copies it, makes it anew and copies it back. At every moment one of
 * the two topics is whole, and when it is ended the same call goes on.
 */
final class PartitionRestore {
  /** Holds the records while the topic is made anew, and is kept. */
  static final String COPY = Topics.SCORE_EVENTS + ".copy";

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<String, Object> client;
  private final PrintStream out;

  /**
   * @param client settings of every Kafka client
   */
  PartitionRestore(Map<String, Object> client, PrintStream out) {
    this.client = client;
    this.out = out;
  }

  /**
   * Does it; nothing may write to the topic meanwhile.
   *
   * @throws CommandException when it cannot be done, and why
   */
  void run() throws InterruptedException {
    try (Admin admin = Admin.create(client)) {
      run(admin, settings().partitions());
    } catch (ExecutionException | KafkaException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new CommandException(
          "Kafka: %s; the same command goes on".formatted(cause.getMessage()), e);
    }
  }

  private void run(Admin admin, int partitions) throws ExecutionException, InterruptedException {
    TopicDescription topic = describe(admin, Topics.SCORE_EVENTS);
    TopicDescription copy = describe(admin, COPY);
    if (topic != null && topic.partitions().size() > partitions) {
      requireRestorable(admin, topic.partitions().size(), partitions);
      if (copy != null) {
        requireCovered(admin, partitions);
        delete(admin, COPY);
      }
      create(admin, like(admin, topic, COPY, partitions));
      tell(new TopicCopy(client).copy(Topics.SCORE_EVENTS, COPY, partitions), COPY);
      copy = Objects.requireNonNull(describe(admin, COPY));
      delete(admin, Topics.SCORE_EVENTS);
    } else if (copy == null || (topic != null && isCovered(admin, partitions))) {
      out.println("score-events has the %d partitions of its log".formatted(partitions));
      return;
    }
    Objects.requireNonNull(copy);
    if (describe(admin, Topics.SCORE_EVENTS) == null) {
      create(admin, like(admin, copy, Topics.SCORE_EVENTS, partitions));
    }
    tell(new TopicCopy(client).copy(COPY, Topics.SCORE_EVENTS, partitions), Topics.SCORE_EVENTS);
    if (!ends(admin, COPY, partitions).equals(ends(admin, Topics.SCORE_EVENTS, partitions))) {
      throw new CommandException(
          "score-events and %s do not end alike: somebody has written to one of them"
              .formatted(COPY));
    }
    out.println(
        "score-events has %d partitions again. It is another topic to the stores: empty both (OPERATIONS.md), start the services, and delete %s when all is well"
            .formatted(partitions, COPY));
  }

  /** A copy of a call that was ended, or that is done, holds nothing that the topic does not. */
  private static void requireCovered(Admin admin, int partitions)
      throws ExecutionException, InterruptedException {
    if (!isCovered(admin, partitions)) {
      throw new CommandException(
          "%s holds more than score-events: partitions were added while it was copied back; restore score-events from it by hand"
              .formatted(COPY));
    }
  }

  private static boolean isCovered(Admin admin, int partitions)
      throws ExecutionException, InterruptedException {
    Map<Integer, Long> ends = ends(admin, Topics.SCORE_EVENTS, partitions);
    return ends(admin, COPY, partitions).entrySet().stream()
        .allMatch(each -> each.getValue() <= ends.getOrDefault(each.getKey(), 0L));
  }

  /** Offsets are kept, so that it must begin at 0; what stands in an added partition is lost. */
  private static void requireRestorable(Admin admin, int present, int partitions)
      throws ExecutionException, InterruptedException {
    Map<Integer, Long> ends = ends(admin, Topics.SCORE_EVENTS, present);
    Map<Integer, Long> starts = offsets(admin, Topics.SCORE_EVENTS, present, OffsetSpec.earliest());
    for (int partition = 0; partition < present; partition++) {
      if (partition >= partitions && ends.getOrDefault(partition, 0L) > 0) {
        throw new CommandException(
            "the added partition %d holds records, which would be lost: restore the topic from a backup"
                .formatted(partition));
      }
      if (starts.getOrDefault(partition, 0L) > 0) {
        throw new CommandException(
            "partition %d does not begin at offset 0: a copy could not keep its offsets; restore the topic from a backup"
                .formatted(partition));
      }
    }
  }

  /** The first settings of the log. */
  private LogSettings settings() {
    TopicPartition games = new TopicPartition(Topics.GAMES, 0);
    Map<String, Object> config = new HashMap<>(client);
    config.put("auto.offset.reset", "earliest");
    config.put("allow.auto.create.topics", false);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(games));
      consumer.seekToBeginning(List.of(games));
      long end = consumer.endOffsets(List.of(games)).getOrDefault(games, 0L);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (consumer.position(games) < end && System.nanoTime() < deadline) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          LogSettings settings = settings(record);
          if (settings != null) {
            return settings;
          }
        }
      }
    }
    throw new CommandException("games holds no settings: there is no log in this Kafka");
  }

  private static @Nullable LogSettings settings(ConsumerRecord<byte[], byte[]> record) {
    try {
      return GameRecordCodec.decode(record.value()) instanceof LogSettings settings
          ? settings
          : null;
    } catch (UndecodableRecordException e) {
      return null;
    }
  }

  private void tell(long records, String topic) {
    out.println("%,d records copied to %s".formatted(records, topic));
  }

  private static NewTopic like(Admin admin, TopicDescription topic, String name, int partitions)
      throws ExecutionException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    Map<String, String> configs = new HashMap<>();
    Objects.requireNonNull(admin.describeConfigs(List.of(resource)).all().get().get(resource))
        .entries()
        .stream()
        .filter(each -> each.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
        .forEach(each -> configs.put(each.name(), each.value()));
    short replicas = (short) topic.partitions().get(0).replicas().size();
    return new NewTopic(name, partitions, replicas).configs(configs);
  }

  private static @Nullable TopicDescription describe(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    try {
      return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return null;
      }
      throw e;
    }
  }

  /** A topic that was just deleted is in the way for a moment. */
  private static void create(Admin admin, NewTopic topic)
      throws ExecutionException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        admin.createTopics(List.of(topic)).all().get();
        return;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException) || System.nanoTime() > deadline) {
          throw e;
        }
        Thread.sleep(POLL.toMillis());
      }
    }
  }

  private static void delete(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    admin.deleteTopics(List.of(topic)).all().get();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (admin.listTopics().names().get().contains(topic)) {
      if (System.nanoTime() > deadline) {
        throw new CommandException("Kafka does not delete " + topic);
      }
      Thread.sleep(POLL.toMillis());
    }
  }

  private static Map<Integer, Long> ends(Admin admin, String topic, int partitions)
      throws ExecutionException, InterruptedException {
    return offsets(admin, topic, partitions, OffsetSpec.latest());
  }

  private static Map<Integer, Long> offsets(
      Admin admin, String topic, int partitions, OffsetSpec spec)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      asked.put(new TopicPartition(topic, partition), spec);
    }
    Map<Integer, Long> offsets = new HashMap<>();
    admin
        .listOffsets(asked)
        .all()
        .get()
        .forEach((partition, found) -> offsets.put(partition.partition(), found.offset()));
    return offsets;
  }
}
