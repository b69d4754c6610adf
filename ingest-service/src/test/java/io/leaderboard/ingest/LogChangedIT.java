package io.leaderboard.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.topic.Topics;
import io.leaderboard.ingest.RunningIngest.Answer;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.KafkaAddress;
import io.leaderboard.servers.testing.TestServers;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Topics that are changed under a running service. */
final class LogChangedIT {
  private static final String PROBLEM = "urn:leaderboard:problem:";
  private static final String NDJSON = "application/x-ndjson";

  private DedicatedServer<KafkaAddress> kafka;
  private Admin admin;

  @BeforeEach
  void startKafka() {
    kafka = TestServers.dedicatedKafka();
    admin = Admin.create(Map.of("bootstrap.servers", kafka.address().bootstrapServers()));
  }

  @AfterEach
  void stopKafka() {
    admin.close(Duration.ZERO);
    kafka.close();
  }

  @Test
  void partitionsThatAreAddedNeverGetAnEventAndTheServiceRefusesWithinSeconds() throws Exception {
    try (RunningIngest ingest =
        RunningIngest.startReady(
            kafka.address().bootstrapServers(), "leaderboard.log.partitions=2")) {
      assertThat(ingest.post("/score", score("ann", 0)).status()).isEqualTo(202);
      admin.createPartitions(Map.of(Topics.SCORE_EVENTS, NewPartitions.increaseTo(5))).all().get();
      int[] sent = {0};
      await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () -> {
                sent[0]++;
                Answer answer = ingest.post("/score", score("user" + sent[0], sent[0]));
                if (answer.status() == 202) {
                  assertThat(answer.json().path("position").asString()).matches("[01]:.*");
                }
                return answer.status() == 503;
              });
      for (Answer answer :
          List.of(
              ingest.post("/score", score("ann", 1)),
              ingest.put("/v1/games/chess", "{\"boards\":[{\"id\":\"b\"}]}"),
              ingest.put("/v1/users/ann", "{\"displayName\":\"Ann\"}"),
              ingest.get("/v1/bounds"))) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().path("detail").asString())
            .contains("score-events has 5 partitions", "created with 2", "OPERATIONS.md");
      }
      Answer health = ingest.get("/health");
      assertThat(health.status()).isEqualTo(503);
      assertThat(health.json().path("parts").path("log").path("detail").asString())
          .contains("has 5 partitions");
      for (int partition = 2; partition < 5; partition++) {
        assertThat(end(partition)).isZero();
      }
    }
  }

  @Test
  void gamesThatIsMadeAnewHasTheServiceRefuse() throws Exception {
    try (RunningIngest ingest = RunningIngest.startReady(kafka.address().bootstrapServers())) {
      assertThat(ingest.post("/score", score("ann", 0)).status()).isEqualTo(202);
      admin.deleteTopics(List.of(Topics.GAMES)).all().get();
      await().until(() -> !admin.listTopics().names().get().contains(Topics.GAMES));
      admin.createTopics(List.of(new NewTopic(Topics.GAMES, 1, (short) 1))).all().get();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> ingest.post("/score", score("ann", 1)).status() == 503);
      assertThat(ingest.post("/score", score("ann", 1)).json().path("detail").asString())
          .contains("Restore games from a backup");
    }
  }

  /** One line is larger than the topic takes for a while; the others are taken. */
  @Test
  void aStreamThatIsSentAgainFromWhereItStoppedCountsNothingTwiceAndLosesNothing()
      throws Exception {
    try (RunningIngest ingest = RunningIngest.startReady(kafka.address().bootstrapServers());
        LogReader log = new LogReader(kafka.address().bootstrapServers())) {
      assertThat(ingest.post("/score", score("ann", 0), "Idempotency-Key", "first").status())
          .isEqualTo(202);
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        lines.add(i == 3 ? longLine() : score("u" + i, i));
      }
      maxMessageBytes(600);
      Answer first = ndjson(ingest, lines, 0);
      assertThat(first.status()).as(first.json().toString()).isEqualTo(202);
      assertThat(first.json().path("accepted").asInt()).isEqualTo(11);
      assertThat(first.json().path("stoppedAt").asInt()).isEqualTo(3);
      assertThat(first.json().path("rejected").get(0).path("eventId").asString())
          .isEqualTo("round-7-3");
      maxMessageBytes(1_048_588);
      Answer second = ndjson(ingest, lines.subList(3, 12), 3);
      assertThat(second.status()).as(second.json().toString()).isEqualTo(202);
      assertThat(second.json().path("accepted").asInt()).isEqualTo(9);
      assertThat(second.json().has("stoppedAt")).isFalse();
      Set<String> ids = new HashSet<>();
      ids.add("first");
      IntStream.range(0, 12).forEach(i -> ids.add("round-7-" + i));
      assertThat(log.eventIds("football").keySet()).containsExactlyInAnyOrderElementsOf(ids);
    }
  }

  @Test
  void aLineThatWouldNeedAnIdEndsAStreamWithoutAKey() throws Exception {
    try (RunningIngest ingest = RunningIngest.startReady(kafka.address().bootstrapServers());
        LogReader log = new LogReader(kafka.address().bootstrapServers())) {
      String body = named("one") + "\n" + score("ann", 1) + "\n" + named("three") + "\n";
      Answer answer = ingest.post("/v1/scores", BodyPublishers.ofString(body), NDJSON);
      assertThat(answer.status()).as(answer.json().toString()).isEqualTo(400);
      assertThat(answer.type()).isEqualTo(PROBLEM + "no-event-id");
      assertThat(answer.json().path("accepted").asInt()).isEqualTo(1);
      assertThat(answer.json().path("stoppedAt").asInt()).isEqualTo(1);
      assertThat(log.eventIds("football")).containsOnlyKeys("one");
      Answer longKey =
          ingest.post(
              "/v1/scores",
              BodyPublishers.ofString(body),
              NDJSON,
              "Idempotency-Key",
              "k".repeat(49));
      assertThat(longKey.status()).isEqualTo(400);
      assertThat(longKey.json().path("field").asString()).isEqualTo("Idempotency-Key");
    }
  }

  private static Answer ndjson(RunningIngest ingest, List<String> lines, int firstLine) {
    return ingest.post(
        "/v1/scores" + (firstLine == 0 ? "" : "?firstLine=" + firstLine),
        BodyPublishers.ofString(String.join("\n", lines) + "\n"),
        NDJSON,
        "Idempotency-Key",
        "round-7");
  }

  private void maxMessageBytes(int bytes) throws Exception {
    ConfigEntry entry = new ConfigEntry("max.message.bytes", Integer.toString(bytes));
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, Topics.SCORE_EVENTS),
                List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  private long end(int partition) throws Exception {
    TopicPartition asked = new TopicPartition(Topics.SCORE_EVENTS, partition);
    return admin
        .listOffsets(Map.of(asked, OffsetSpec.latest()))
        .partitionResult(asked)
        .get()
        .offset();
  }

  private static String score(String userId, int score) {
    return "{\"gameId\":\"football\",\"userId\":\"" + userId + "\",\"score\":" + score + "}";
  }

  private static String named(String eventId) {
    return score("ann", 1).replace("}", ",\"eventId\":\"" + eventId + "\"}");
  }

  /** Of letters that no compression makes much shorter. */
  private static String longLine() {
    StringBuilder noise = new StringBuilder();
    new Random(7).ints(1_000, 'a', 'z').forEach(letter -> noise.append((char) letter));
    return score("u3", 3).replace("}", ",\"metadata\":{\"n\":\"" + noise + "\"}}");
  }
}
