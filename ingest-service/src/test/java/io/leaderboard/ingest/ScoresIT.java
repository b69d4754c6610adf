package io.leaderboard.ingest;

import static io.leaderboard.ingest.GameScores.PROBLEM;
import static io.leaderboard.ingest.GameScores.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.topic.PartitionKey;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.ingest.RunningIngest.Answer;
import io.leaderboard.servers.testing.TestServers;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scores over HTTP into a real log: all that is good and all that is bad. */
final class ScoresIT {
  private static RunningIngest ingest;
  private static LogReader log;
  private static String game;
  private static GameScores scores;

  @BeforeAll
  static void startTheService() {
    String kafka = TestServers.kafka().bootstrapServers();
    ingest = RunningIngest.startPatient(kafka);
    log = new LogReader(kafka);
    game = TestServers.uniqueName("scores");
    scores = new GameScores(ingest, game);
    Answer defined =
        ingest.put(
            "/v1/games/" + game,
            "{\"decimals\":2,\"minScore\":-1000,\"maxScore\":1e12,\"boards\":[{\"id\":\"all-time\"}]}");
    assertThat(defined.status()).as(defined.json().toString()).isEqualTo(201);
  }

  @AfterAll
  static void stopTheService() {
    log.close();
    ingest.close();
  }

  @Test
  void aScoreIsAnsweredOnceItStandsAtItsPositionInTheLog() {
    Answer answer =
        scores.post(
            "{\"userId\":\"ann\",\"score\":12.5,\"eventId\":\"e-1\",\"occurredAt\":"
                + "\"1999-12-31T23:30:00.125-01:00\",\"metrics\":{\"goals\":3,\"km\":0.25},"
                + "\"matchId\":\"m1\",\"metadata\":{\"map\":\"d\\u00fcne\"}}",
            "traceparent",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(202);
    assertThat(answer.json().path("eventId").asString()).isEqualTo("e-1");
    ConsumerRecord<byte[], byte[]> record = log.at(answer.json().path("position").asString());
    assertThat(record.key()).isEqualTo(PartitionKey.of(game, "ann"));
    assertThat(record.headers().lastHeader(Topics.TRACEPARENT_HEADER).value())
        .asString(StandardCharsets.US_ASCII)
        .startsWith("00-4bf92f3577b34da6");
    ScoreEvent event = log.eventAt(answer.json().path("position").asString());
    assertThat(event.userId()).isEqualTo("ann");
    assertThat(event.score()).isEqualTo(1250);
    assertThat(event.scale()).isEqualTo(2);
    assertThat(event.metrics()).containsEntry("goals", 300L).containsEntry("km", 25L);
    assertThat(event.occurredAt()).isEqualTo(946_686_600_125L);
    assertThat(event.matchId()).isEqualTo("m1");
    assertThat(event.metadata()).containsEntry("map", "d\u00fcne");
    assertThat(event.acceptedAt()).isBetween(record.timestamp() - 60_000, record.timestamp() + 1);
  }

  /** A letter that is percent-encoded makes a request one for WebFlux. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"userId\":\"two\",\"score\":1.5,\"eventId\":\"two ways\"}",
        "{\"userId\":\"two\",\"score\":1.555}",
        "{\"userId\":\"two\",\"score\":-1001}",
        "{\"userId\":\"two\"",
        "{\"userId\":\"two\",\"score\":1,\"gameId\":\"another\"}",
        "[]",
        " "
      })
  void nobodyCanTellWhetherAScoreWasTakenBelowWebFlux(String body) {
    Answer direct = scores.post(body);
    Answer webFlux = ingest.post("/v1/games/%73" + game.substring(1) + "/scores", body);
    assertThat(direct.status()).isEqualTo(webFlux.status());
    assertThat(withoutPosition(direct)).isEqualTo(withoutPosition(webFlux));
    for (String header : List.of("Content-Type", "Cache-Control", "Content-Length")) {
      assertThat(direct.response().headers().firstValue(header).isPresent()).isTrue();
      if (direct.status() >= 400) {
        assertThat(direct.response().headers().firstValue(header))
            .isEqualTo(webFlux.response().headers().firstValue(header));
      }
    }
  }

  private static String withoutPosition(Answer answer) {
    return answer.json().toString().replaceAll("\"position\":\"[^\"]*\"", "");
  }

  @Test
  void anEventWithoutAnIdGetsOneAndHappensNow() {
    long before = System.currentTimeMillis();
    Answer answer = scores.post("{\"userId\":\"bob\",\"score\":-3}", "traceparent", "nonsense");
    ScoreEvent event = log.eventAt(answer.json().path("position").asString());
    assertThat(event.eventId()).hasSize(22).isEqualTo(answer.json().path("eventId").asString());
    assertThat(event.occurredAt()).isBetween(before, System.currentTimeMillis());
    assertThat(
            log.at(answer.json().path("position").asString()).headers().lastHeader("traceparent"))
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b",
        "a:b",
        "{a}",
        "with space",
        "\ud83c\udfc6\ud83d\udc51",
        "\u00e9\u4e2d",
        "%2F",
        "..."
      })
  void aUserIdOfAnyCharactersSurvives(String userId) {
    Answer answer = scores.post("{\"userId\":\"" + userId + "\",\"score\":1}");
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(202);
    assertThat(log.eventAt(answer.json().path("position").asString()).userId()).isEqualTo(userId);
  }

  @Test
  void theIdempotencyKeyIsTheEventId() {
    String body = "{\"userId\":\"cid\",\"score\":1}";
    assertThat(scores.post(body, "Idempotency-Key", "key 1").json().path("eventId").asString())
        .isEqualTo("key 1");
    String same = "{\"userId\":\"cid\",\"score\":1,\"eventId\":\"key\"}";
    assertThat(scores.post(same, "Idempotency-Key", "key").status()).isEqualTo(202);
    assertRefused(scores.post(same, "Idempotency-Key", "other"), "Idempotency-Key");
    assertRefused(scores.post(body, "Idempotency-Key", "\u00fc".repeat(65)), "Idempotency-Key");
    assertRefused(
        ingest.post("/v1/scores", "[" + scores.of("cid") + "]", "Idempotency-Key", "key"),
        "Idempotency-Key");
  }

  @Test
  void anEventIdWithQuotesIsAnsweredAsItIs() {
    Answer answer = scores.post("{\"userId\":\"q\",\"score\":1,\"eventId\":\"a\\\"b\\\\c\"}");
    assertThat(answer.json().path("eventId").asString()).isEqualTo("a\"b\\c");
  }

  @Test
  void noPageOfAnotherOriginMayCallUnlessItIsConfigured() {
    Answer preflight =
        ingest.send(
            ingest
                .request("/score")
                .method("OPTIONS", BodyPublishers.noBody())
                .headers("Access-Control-Request-Method", "POST"));
    assertThat(preflight.status()).isEqualTo(204);
    assertThat(preflight.response().headers().firstValue("Allow")).hasValue("OPTIONS, POST");
    assertThat(preflight.response().headers().map())
        .doesNotContainKey("access-control-allow-origin");
  }

  @Test
  void aGameThatIsNotActiveTakesNoScores() {
    String closed = TestServers.uniqueName("closed");
    ingest.put("/v1/games/" + closed, "{\"active\":false,\"boards\":[{\"id\":\"b\"}]}");
    Answer answer =
        ingest.post("/v1/games/" + closed + "/scores", "{\"userId\":\"u\",\"score\":1}");
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.type()).isEqualTo(PROBLEM + "game-inactive");
  }

  @Test
  void theShortRouteQueuesAScore() {
    Answer answer = ingest.post("/score", scores.of("short"));
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().path("status").asString()).isEqualTo("queued");
    assertThat(log.eventAt(answer.json().path("position").asString()).userId()).isEqualTo("short");
    assertRefused(ingest.post("/score", "{\"userId\":\"u\",\"score\":1}"), "gameId");
  }

  @Nested
  class Refused extends RefusedScores {
    Refused() {
      super(scores);
    }
  }

  @Nested
  class Batches extends BatchesOfScores {
    Batches() {
      super(scores, log);
    }
  }
}
