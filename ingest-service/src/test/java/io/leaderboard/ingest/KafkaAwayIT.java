package io.leaderboard.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.ingest.RunningIngest.Answer;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.KafkaAddress;
import io.leaderboard.servers.testing.TestServers;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is answered while Kafka is away, hangs and comes back. */
final class KafkaAwayIT {
  private static final String PROBLEM = "urn:leaderboard:problem:";
  private static final String GAME = "/v1/games/football";
  private static final String SCORES = GAME + "/scores";

  /** Two seconds as promised, and what a busy machine adds. */
  private static final Duration PROMISED = Duration.ofMillis(2_400);

  private DedicatedServer<KafkaAddress> kafka;

  @BeforeEach
  void startKafka() {
    kafka = TestServers.dedicatedKafka();
  }

  @AfterEach
  void stopKafka() {
    kafka.close();
  }

  @Test
  void theServiceStartsWithoutKafkaAnswers503AndBecomesReadyByItself() {
    kafka.stop();
    try (RunningIngest ingest = RunningIngest.start(kafka.address().bootstrapServers())) {
      assertUnavailable(ingest.post(SCORES, score("ann", 1)));
      assertUnavailable(ingest.post("/v1/scores", "[" + batched("ann", 1) + "]"));
      assertUnavailable(ingest.put(GAME, "{\"boards\":[{\"id\":\"b\"}]}"));
      assertUnavailable(ingest.get(GAME));
      assertUnavailable(ingest.get("/v1/games"));
      Answer health = ingest.get("/health");
      assertThat(health.status()).isEqualTo(503);
      assertThat(health.json().path("status").asString()).isEqualTo("down");
      assertThat(health.json().path("parts").path("log").path("status").asString())
          .isEqualTo("down");
      assertThat(ingest.management("/actuator/health/readiness").status()).isEqualTo(503);
      assertThat(ingest.management("/actuator/health/liveness").status()).isEqualTo(200);
      kafka.start();
      ingest.awaitReady();
      assertThat(ingest.post(SCORES, score("ann", 1)).status()).isEqualTo(202);
      assertThat(ingest.management("/actuator/health/readiness").status()).isEqualTo(200);
    }
  }

  @Test
  void whenKafkaIsKilledEveryAnswerComesWithin2SecondsAndScoresAreTakenAgainOnceItIsBack() {
    try (RunningIngest ingest = RunningIngest.startReady(kafka.address().bootstrapServers())) {
      Set<String> acknowledged = new HashSet<>();
      for (int i = 0; i < 20; i++) {
        acknowledged.add(accepted(ingest.post(SCORES, score("ann", i))));
      }
      kafka.kill();
      for (int i = 0; i < 5; i++) {
        assertNotTaken(ingest.post(SCORES, score("ann", i)));
        assertNotTaken(ingest.post("/v1/scores", "[" + batched("ann", i) + "]"));
      }
      Answer put = ingest.put("/v1/games/other", "{\"boards\":[{\"id\":\"b\"}]}");
      assertNotTaken(put);
      Answer unknownGame = ingest.post("/v1/games/new/scores", score("ann", 1));
      assertNotTaken(unknownGame);
      await().atMost(Duration.ofSeconds(10)).until(() -> ingest.get("/health").status() == 503);
      kafka.start();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> acknowledged.add(accepted(ingest.post(SCORES, score("ann", 1)))));
      ingest.awaitReady();
      assertThat(accepted(ingest.post("/v1/games/new/scores", score("ann", 1)))).isNotEmpty();
      try (LogReader log = new LogReader(kafka.address().bootstrapServers())) {
        assertThat(log.eventIds("football").keySet()).containsAll(acknowledged);
      }
    }
  }

  @Test
  void whatAHangingKafkaMayHaveIsAnsweredAsUnknownWithItsEventId() {
    try (RunningIngest ingest =
        RunningIngest.startReady(
            kafka.address().bootstrapServers(),
            "leaderboard.scores.drain-for=100ms",
            "logging.level.io.leaderboard.ingest=debug")) {
      // One hang for each: of a Kafka that was given up nothing is known, and then nothing is
      // handed
      // over any more.
      hang(ingest);
      Answer single = ingest.post(SCORES, score("ann", 2), "Idempotency-Key", "mine");
      assertNotTaken(single);
      assertThat(single.type()).isEqualTo(PROBLEM + "outcome-unknown");
      assertThat(single.json().path("eventId").asString()).isEqualTo("mine");
      kafka.resume();

      hang(ingest);
      Answer batch = ingest.post("/v1/scores", "[" + batched("ann", 3) + ",{},{\"userId\":\"x\"}]");
      assertNotTaken(batch);
      assertThat(batch.type()).isEqualTo(PROBLEM + "outcome-unknown");
      assertThat(batch.json().path("rejected")).hasSize(3);
      assertThat(batch.json().path("rejected").get(0).path("retryable").asBoolean()).isTrue();
      assertThat(batch.json().path("rejected").get(0).path("eventId").asString()).isNotEmpty();
      kafka.resume();

      hang(ingest);
      Answer stream =
          ingest.post(
              "/v1/scores",
              BodyPublishers.ofString("nonsense\n" + batched("ann", 4) + "\n"),
              "application/x-ndjson",
              "Idempotency-Key",
              "stream");
      assertThat(stream.status()).isEqualTo(503);
      assertThat(stream.type()).isEqualTo(PROBLEM + "outcome-unknown");
      assertThat(stream.json().path("stoppedAt").asInt()).isEqualTo(1);
      assertThat(stream.json().path("rejectedTotal").asInt()).isEqualTo(2);
      kafka.resume();

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(
                          ingest.post(SCORES, score("ann", 2), "Idempotency-Key", "mine").status())
                      .isEqualTo(202));
      assertIdentity(ingest);
    }
  }

  @Test
  void aBatchThatIsAnsweredBeforeKafkaIsGivenUpNamesTheEventIdsThatTheServiceMade() {
    // The answer's time begins before that of the delivery, so that the answer comes first.
    try (RunningIngest ingest =
        RunningIngest.startReady(
            kafka.address().bootstrapServers(),
            "leaderboard.publish.delivery-timeout=1s",
            "leaderboard.publish.answer-within=1s",
            "leaderboard.scores.drain-for=100ms")) {
      hang(ingest);
      String array = "[" + batched("ann", 1) + "," + batched("ben", 2) + "]";
      Answer batch = ingest.post("/v1/scores", array);
      kafka.resume();
      hang(ingest);
      Answer stream =
          ingest.post(
              "/v1/scores",
              BodyPublishers.ofString(batched("ann", 3) + "\n" + batched("ben", 4) + "\n"),
              "application/x-ndjson",
              "Idempotency-Key",
              "stream");
      kafka.resume();
      Set<String> named = new HashSet<>();
      for (Answer answer : List.of(batch, stream)) {
        assertThat(answer.type()).isEqualTo(PROBLEM + "outcome-unknown");
        assertThat(answer.json().path("rejected")).hasSize(2);
        answer
            .json()
            .path("rejected")
            .forEach(
                each -> {
                  assertThat(each.path("type").asString()).isEqualTo(PROBLEM + "outcome-unknown");
                  assertThat(each.path("eventId").asString("")).isNotEmpty();
                  named.add(each.path("eventId").asString());
                });
      }
      assertThat(named).hasSize(4);
    }
  }

  /** Has Kafka hang once the service has just heard of it. */
  private void hang(RunningIngest ingest) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> assertThat(ingest.post(SCORES, score("ann", 1)).status()).isEqualTo(202));
    kafka.pause();
  }

  @Test
  void atTheBoundOfWhatIsInFlightFurtherScoresAreRefusedAtOnce() {
    try (RunningIngest ingest =
        RunningIngest.startReady(
            kafka.address().bootstrapServers(), "leaderboard.publish.max-in-flight=5")) {
      accepted(ingest.post(SCORES, score("ann", 1)));
      kafka.pause();
      String body = "[" + String.join(",", Collections.nCopies(8, batched("ann", 1))) + "]";
      Answer batch = ingest.post("/v1/scores", body);
      assertThat(batch.status()).isEqualTo(503);
      long unknown = 0;
      long unavailable = 0;
      for (var each : batch.json().path("rejected")) {
        if (each.path("type").asString().endsWith("outcome-unknown")) {
          unknown++;
        } else {
          assertThat(each.path("type").asString()).endsWith("unavailable");
          unavailable++;
        }
      }
      assertThat(unknown).isEqualTo(5);
      assertThat(unavailable).isEqualTo(3);
      for (int i = 0; i < 5; i++) {
        var unused = ingest.postStatus(SCORES, score("ann", i));
      }
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(
              () -> {
                Answer refused = ingest.post(SCORES, score("ann", 9));
                assertThat(refused.type()).isEqualTo(PROBLEM + "unavailable");
                assertThat(refused.took()).isLessThan(Duration.ofMillis(500));
              });
      kafka.resume();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> assertThat(ingest.post(SCORES, score("ann", 1)).status()).isEqualTo(202));
      assertIdentity(ingest);
    }
  }

  @Test
  void aLogWithAnotherPartitionCountIsRefusedAndHealthSaysWhy() throws Exception {
    try (var admin =
        Admin.create(Map.of("bootstrap.servers", kafka.address().bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic("score-events", 3, (short) 1))).all().get();
    }
    try (RunningIngest ingest = RunningIngest.start(kafka.address().bootstrapServers())) {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(ingest.get("/health").json().toString())
                      .contains("has 3 partitions")
                      .contains("created with 8"));
      assertUnavailable(ingest.post(SCORES, score("ann", 1)));
    }
  }

  private static void assertIdentity(RunningIngest ingest) {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              String metrics = ingest.management("/actuator/prometheus").response().body();
              double ended =
                  metric(metrics, "leaderboard_ingest_events_accepted_total")
                      + metric(metrics, "leaderboard_ingest_events_rejected_total")
                      + metric(metrics, "leaderboard_ingest_events_failed_total");
              assertThat(ended)
                  .isEqualTo(metric(metrics, "leaderboard_ingest_events_received_total"))
                  .isPositive();
              assertThat(metric(metrics, "leaderboard_ingest_in_flight")).isZero();
            });
  }

  private static double metric(String metrics, String name) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static String accepted(Answer answer) {
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(202);
    return answer.json().path("eventId").asString();
  }

  private static void assertUnavailable(Answer answer) {
    assertNotTaken(answer);
    assertThat(answer.type()).isEqualTo(PROBLEM + "unavailable");
  }

  private static void assertNotTaken(Answer answer) {
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(503);
    assertThat(answer.type()).isIn(PROBLEM + "unavailable", PROBLEM + "outcome-unknown");
    assertThat(answer.response().headers().firstValue("Retry-After")).isPresent();
    assertThat(answer.took()).isLessThan(PROMISED);
  }

  private static String score(String userId, int score) {
    return "{\"userId\":\"" + userId + "\",\"score\":" + score + "}";
  }

  private static String batched(String userId, int score) {
    return "{\"gameId\":\"football\",\"userId\":\"" + userId + "\",\"score\":" + score + "}";
  }
}
