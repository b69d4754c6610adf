package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.guarantee.Guarantees;
import io.leaderboard.events.guarantee.NoGameTouchesAnother;
import io.leaderboard.events.guarantee.NothingMalformedVanishes;
import io.leaderboard.events.guarantee.ReplayGivesTheSameDigest;
import io.leaderboard.events.guarantee.StoreView;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.events.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody adds partitions to the log: users would stand in two, with no order between. Nothing is
 * touched until the log has its count again, with the records that it had.
 */
@Timeout(180)
class AddedPartitionsIT {
  private static final Guarantees GUARANTEES =
      Guarantees.all()
          .givingUp(NothingMalformedVanishes.class, "only events are sent")
          .givingUp(NoGameTouchesAnother.class, "no rules change")
          .givingUp(ReplayGivesTheSameDigest.class, "the log is another topic afterwards");

  private static final Duration SOON = Duration.ofSeconds(40);
  private static final Duration SECONDS = Duration.ofSeconds(10);
  private static final int EVENTS = 3_000;

  private final Seed seed = Seed.fresh();
  private final FaultGames games = new FaultGames(seed.random());

  @Test
  void addedPartitionsAreRefusedUntilTheLogHasItsCountAgain(@TempDir Path logs) throws Exception {
    System.err.println("Added partitions, " + seed);
    List<String> launch = ProjectorProcess.launch(ProjectorProcess.classPath());
    try (FaultStack stack = new FaultStack(launch, logs, Map.of());
        Admin admin = Admin.create(kafka(stack))) {
      FaultGames.GAMES.forEach(game -> stack.define(games.definition(game)));
      send(stack);
      requireKept(stack);
      StoreView before = stack.held().view(stack.games(), stack.log().ends(), Set.of());

      int added = FaultStack.PARTITIONS + 2;
      admin
          .createPartitions(Map.of(Topics.SCORE_EVENTS, NewPartitions.increaseTo(added)))
          .all()
          .get();
      requireRefusal(stack, added);
      assertThat(stack.held().view(stack.games(), before.next(), Set.of()).standings())
          .isEqualTo(before.standings());

      stack.first().kill();
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      new LogReading(stack.kafka().address().bootstrapServers(), Topics.SCORE_EVENTS)
          .readOn(records::add);
      makeAnew(admin);
      append(stack, records);
      stack.held().forgetGenerations();
      stack.first().start();
      stack.log().readAgain();
      send(stack);
      requireKept(stack);
      GUARANTEES.requireShown(stack.log().history());
    }
  }

  private static void requireRefusal(FaultStack stack, int count) {
    await("who runs refuses")
        .atMost(SECONDS)
        .untilAsserted(
            () ->
                assertThat(stack.first().body("health"))
                    .contains(
                        "has %d partitions, but this log was created with %d"
                            .formatted(count, FaultStack.PARTITIONS)));
    assertThat(stack.first().isReady()).isFalse();
  }

  /** With the count that the log was created with. */
  private static void makeAnew(Admin admin) throws Exception {
    admin.deleteTopics(List.of(Topics.SCORE_EVENTS)).all().get();
    await().atMost(SOON).until(() -> !admin.listTopics().names().get().contains("score-events"));
    NewTopic again = new NewTopic(Topics.SCORE_EVENTS, FaultStack.PARTITIONS, (short) 1);
    admin.createTopics(List.of(again)).all().get();
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (int partition = 0; partition < FaultStack.PARTITIONS; partition++) {
      ends.put(new TopicPartition(Topics.SCORE_EVENTS, partition), OffsetSpec.latest());
    }
    // Before its partitions lead, what is sent behind another may arrive without it.
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .until(
            () ->
                admin.listOffsets(ends).all().get().values().stream()
                    .allMatch(end -> end.offset() == 0));
  }

  /** Each record in its partition and order, and so at its offset. */
  private static void append(FaultStack stack, List<ConsumerRecord<byte[], byte[]>> records)
      throws Exception {
    Map<String, Object> config = new HashMap<>(kafka(stack));
    config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (ConsumerRecord<byte[], byte[]> each : records) {
        sent.add(
            producer.send(
                new ProducerRecord<>(
                    each.topic(), each.partition(), each.key(), each.value(), each.headers())));
      }
    }
    for (int i = 0; i < sent.size(); i++) {
      assertThat(sent.get(i).get().offset()).isEqualTo(records.get(i).offset());
    }
  }

  private void send(FaultStack stack) {
    for (int i = 0; i < EVENTS; i++) {
      stack.send(games.event());
    }
  }

  private static void requireKept(FaultStack stack) {
    stack.observe(stack.games());
    GUARANTEES.requireKept(stack.log().history());
  }

  private static Map<String, Object> kafka(FaultStack stack) {
    return Map.of("bootstrap.servers", stack.kafka().address().bootstrapServers());
  }
}
