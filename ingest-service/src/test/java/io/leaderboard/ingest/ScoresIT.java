package io.leaderboard.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.topic.PartitionKey;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.ingest.RunningIngest.Answer;
import io.leaderboard.servers.testing.TestServers;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Scores over HTTP into a real log: all that is good and all that is bad. */
final class ScoresIT {
  private static final String PROBLEM = "urn:leaderboard:problem:";

  private static RunningIngest ingest;
  private static LogReader log;
  private static String game;

  @BeforeAll
  static void startTheService() {
    String kafka = TestServers.kafka().bootstrapServers();
    ingest = RunningIngest.startReady(kafka);
    log = new LogReader(kafka);
    game = TestServers.uniqueName("scores");
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
        post(
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
    Answer direct = post(body);
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
    Answer answer = post("{\"userId\":\"bob\",\"score\":-3}", "traceparent", "nonsense");
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
    Answer answer = post("{\"userId\":\"" + userId + "\",\"score\":1}");
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(202);
    assertThat(log.eventAt(answer.json().path("position").asString()).userId()).isEqualTo(userId);
  }

  @Test
  void theIdempotencyKeyIsTheEventId() {
    String body = "{\"userId\":\"cid\",\"score\":1}";
    assertThat(post(body, "Idempotency-Key", "key 1").json().path("eventId").asString())
        .isEqualTo("key 1");
    String same = "{\"userId\":\"cid\",\"score\":1,\"eventId\":\"key\"}";
    assertThat(post(same, "Idempotency-Key", "key").status()).isEqualTo(202);
    assertRefused(post(same, "Idempotency-Key", "other"), "Idempotency-Key");
    assertRefused(post(body, "Idempotency-Key", "\u00fc".repeat(65)), "Idempotency-Key");
    assertRefused(
        ingest.post("/v1/scores", "[" + scoreOf("cid") + "]", "Idempotency-Key", "key"),
        "Idempotency-Key");
  }

  @Test
  void anEventIdWithQuotesIsAnsweredAsItIs() {
    Answer answer = post("{\"userId\":\"q\",\"score\":1,\"eventId\":\"a\\\"b\\\\c\"}");
    assertThat(answer.json().path("eventId").asString()).isEqualTo("a\"b\\c");
  }

  static Stream<Arguments> whatIsNotAllowed() {
    String u = "\"userId\":\"u\"";
    return Stream.of(
        Arguments.of("{\"score\":1}", "userId"),
        Arguments.of("{" + u + "}", "score"),
        Arguments.of("{" + u + ",\"score\":null}", "score"),
        Arguments.of("{" + u + ",\"score\":\"1\"}", "score"),
        Arguments.of("{" + u + ",\"score\":\"NaN\"}", "score"),
        Arguments.of("{" + u + ",\"score\":true}", "score"),
        Arguments.of("{" + u + ",\"score\":[1]}", "score"),
        Arguments.of("{" + u + ",\"score\":1e400}", "score"),
        Arguments.of("{" + u + ",\"score\":-1e999999999}", "score"),
        Arguments.of("{" + u + ",\"score\":1e99999999999}", "score"),
        Arguments.of("{" + u + ",\"score\":1e-400}", "score"),
        Arguments.of("{" + u + ",\"score\":9007199254740992}", "score"),
        Arguments.of("{" + u + ",\"score\":1234567890123456}", "score"),
        Arguments.of("{" + u + ",\"score\":12345678901234.56}", "score"),
        Arguments.of("{" + u + ",\"score\":1.125}", "score"),
        Arguments.of("{" + u + ",\"score\":-1000.01}", "score"),
        Arguments.of("{" + u + ",\"score\":1,\"score\":2}", "score"),
        Arguments.of("{" + u + ",\"score\":1,\"scroe\":2}", "scroe"),
        Arguments.of("{" + u + ",\"score\":1,\"gameId\":\"another\"}", "gameId"),
        Arguments.of("{\"userId\":7,\"score\":1}", "userId"),
        Arguments.of("{\"userId\":\"\",\"score\":1}", "userId"),
        Arguments.of("{\"userId\":\"..\",\"score\":1}", "userId"),
        Arguments.of("{\"userId\":\".\",\"score\":1}", "userId"),
        Arguments.of("{\"userId\":\"" + "x".repeat(129) + "\",\"score\":1}", "userId"),
        Arguments.of("{\"userId\":\"" + "\u00e9".repeat(65) + "\",\"score\":1}", "userId"),
        Arguments.of("{\"userId\":\"a\\u0000\",\"score\":1}", "userId"),
        Arguments.of("{\"userId\":\"a\\u009f\",\"score\":1}", "userId"),
        Arguments.of("{\"userId\":\"\\ud800\",\"score\":1}", "userId"),
        Arguments.of("{\"userId\":\"\\udc00\\ud800\",\"score\":1}", "userId"),
        Arguments.of("{" + u + ",\"score\":1,\"eventId\":\"\"}", "eventId"),
        Arguments.of("{" + u + ",\"score\":1,\"eventId\":\"" + "e".repeat(65) + "\"}", "eventId"),
        Arguments.of("{" + u + ",\"score\":1,\"eventId\":\"\u00e9\"}", "eventId"),
        Arguments.of("{" + u + ",\"score\":1,\"matchId\":\"\"}", "matchId"),
        Arguments.of("{" + u + ",\"score\":1,\"occurredAt\":5}", "occurredAt"),
        Arguments.of("{" + u + ",\"score\":1,\"occurredAt\":\"today\"}", "occurredAt"),
        Arguments.of(
            "{" + u + ",\"score\":1,\"occurredAt\":\"1899-12-31T23:59:59Z\"}", "occurredAt"),
        Arguments.of(
            "{" + u + ",\"score\":1,\"occurredAt\":\"2999-01-01T00:00:00Z\"}", "occurredAt"),
        Arguments.of("{" + u + ",\"score\":1,\"metrics\":[]}", "metrics"),
        Arguments.of("{" + u + ",\"score\":1,\"metrics\":{\"Up\":1}}", "metrics.Up"),
        Arguments.of("{" + u + ",\"score\":1,\"metrics\":{\"up\":\"1\"}}", "metrics.up"),
        Arguments.of("{" + u + ",\"score\":1,\"metrics\":{\"up\":0.001}}", "metrics.up"),
        Arguments.of("{" + u + ",\"score\":1,\"metrics\":{\"up\":1,\"up\":1}}", "metrics.up"),
        Arguments.of("{" + u + ",\"score\":1,\"metrics\":{" + elevenMetrics() + "}}", "metrics"),
        Arguments.of("{" + u + ",\"score\":1,\"metadata\":{\"a\":1}}", "metadata.a"),
        Arguments.of(
            "{" + u + ",\"score\":1,\"metadata\":{\"a\":\"" + "x".repeat(1_024) + "\"}}",
            "metadata"),
        Arguments.of("{" + u + ",\"score\":1,\"metadata\":{\"a\":\"\\ud800\"}}", "metadata"));
  }

  private static String elevenMetrics() {
    return String.join(",", IntStream.range(0, 11).mapToObj(i -> "\"m" + i + "\":1").toList());
  }

  @ParameterizedTest
  @MethodSource("whatIsNotAllowed")
  void whatIsNotAllowedIsRefusedByItsField(String body, String field) {
    assertRefused(post(body), field);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"userId\":\"u\",\"score\":NaN}",
        "{\"userId\":\"u\",\"score\":Infinity}",
        "{\"userId\":\"u\",\"score\":-Infinity}",
        "{\"userId\":\"u\",\"score\":01}",
        "{\"userId\":\"u\",\"score\":1}{}",
        "{\"userId\":\"u\",\"score\":1,}",
        "nonsense",
        "{'userId':'u'}",
        "{\"userId\":\"u\u0007\",\"score\":1}"
      })
  void whatIsNoJsonIsRefused(String body) {
    Answer answer = post(body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.type()).isEqualTo(PROBLEM + "invalid-body");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "[]", "null", "\"text\"", "true"})
  void whatIsNoObjectIsRefused(String body) {
    assertRefused(post(body), "body");
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    for (int[] id :
        new int[][] {{0xff}, {0xc0, 0x80}, {0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80}, {0x80}}) {
      byte[] body = "{\"userId\":\"????????\",\"score\":1}".getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < id.length; i++) {
        body[11 + i] = (byte) id[i];
      }
      Answer answer =
          ingest.post(
              "/v1/games/" + game + "/scores",
              BodyPublishers.ofByteArray(body),
              "application/json");
      assertThat(answer.type()).isEqualTo(PROBLEM + "invalid-body");
    }
    byte[] utf16 = "{\"userId\":\"u\",\"score\":1}".getBytes(StandardCharsets.UTF_16LE);
    assertThat(
            ingest
                .post(
                    "/v1/games/" + game + "/scores",
                    BodyPublishers.ofByteArray(utf16),
                    "application/json")
                .type())
        .isEqualTo(PROBLEM + "invalid-body");
  }

  @Test
  void bodiesMethodsTypesAndPathsThatAreNotAllowedAreAnsweredAsSuch() {
    String path = "/v1/games/" + game + "/scores";
    assertThat(ingest.post(path, "{\"userId\":\"" + "x".repeat(9_000) + "\"}").status())
        .isEqualTo(413);
    assertThat(ingest.get(path).status()).isEqualTo(405);
    assertThat(ingest.post(path, scoreOf("u"), "Content-Type", "text/csv").status()).isEqualTo(415);
    assertThat(ingest.post("/v1/nothing", scoreOf("u")).status()).isEqualTo(404);
    assertRefused(ingest.post("/v1/games/..%2F/scores", scoreOf("u")), "gameId");
    assertRefused(ingest.post("/v1/games/-x/scores", scoreOf("u")), "gameId");
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
    Answer answer = ingest.post("/score", scoreOf("short"));
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().path("status").asString()).isEqualTo("queued");
    assertThat(log.eventAt(answer.json().path("position").asString()).userId()).isEqualTo("short");
    assertRefused(ingest.post("/score", "{\"userId\":\"u\",\"score\":1}"), "gameId");
  }

  @Test
  void aBatchTakesWhatIsGoodAndNamesWhatIsNot() {
    String batch =
        "["
            + String.join(
                ",",
                scoreOf("a"),
                "{\"userId\":\"b\",\"gameId\":\"" + game + "\",\"score\":{\"deep\":[1,{\"x\":2}]}}",
                "7",
                scoreOf("c"),
                "{\"userId\":\"d\",\"score\":1}",
                "{\"nested\":{\"unknown\":[[]]},\"userId\":\"e\"}",
                scoreOf("f"))
            + "]";
    Answer answer = ingest.post("/v1/scores", batch);
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(202);
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(3);
    List<String> rejected = new ArrayList<>();
    for (JsonNode each : answer.json().path("rejected")) {
      assertThat(each.path("retryable").asBoolean(true)).isFalse();
      rejected.add(each.path("index").asInt() + " " + each.path("field").asString());
    }
    assertThat(rejected).containsExactly("1 score", "2 body", "4 gameId", "5 nested");
    assertThat(answer.json().path("positions")).isNotEmpty();
    for (JsonNode position : answer.json().path("positions")) {
      assertThat(log.eventAt(position.asString()).userId()).isIn("a", "c", "f");
    }
  }

  @Test
  void aBatchOfWhichNothingIsAllowedIsA400ThatSaysWhy() {
    Answer answer = ingest.post("/v1/scores", "[{\"userId\":\"d\",\"score\":1}]");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.type()).isEqualTo(PROBLEM + "all-rejected");
    assertThat(answer.json().path("rejected").get(0).path("field").asString()).isEqualTo("gameId");
  }

  @Test
  void aBatchHasOneToAThousandScores() {
    assertThat(ingest.post("/v1/scores", "[]").status()).isEqualTo(400);
    assertThat(ingest.post("/v1/scores", "{}").status()).isEqualTo(400);
    assertThat(ingest.post("/v1/scores", "[{},").type()).isEqualTo(PROBLEM + "invalid-body");
    String user = TestServers.uniqueName("batch");
    String thousand = String.join(",", Collections.nCopies(1_000, scoreOf(user)));
    Answer taken = ingest.post("/v1/scores", "[" + thousand + "]");
    assertThat(taken.json().path("accepted").asInt()).isEqualTo(1_000);
    assertThat(taken.json().path("positions")).hasSize(1);
    Answer refused = ingest.post("/v1/scores", "[" + thousand + "," + scoreOf(user) + "]");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("detail").asString()).contains("1000");
  }

  @Test
  void aBodyOf100MegabytesIsRefusedWithoutReadingIt() {
    byte[] part = new byte[1_000_000];
    Answer chunked =
        ingest.post(
            "/v1/scores",
            BodyPublishers.ofByteArrays(Collections.nCopies(100, part)),
            "application/json");
    assertThat(chunked.status()).isEqualTo(413);
  }

  private static Answer post(String body, String... headers) {
    return ingest.post("/v1/games/" + game + "/scores", body, headers);
  }

  private static String scoreOf(String userId) {
    return "{\"userId\":\"" + userId + "\",\"score\":5,\"gameId\":\"" + game + "\"}";
  }

  private static void assertRefused(Answer answer, String field) {
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(400);
    assertThat(answer.type()).isEqualTo(PROBLEM + "invalid-field");
    assertThat(answer.json().path("field").asString()).isEqualTo(field);
    assertThat(answer.json().path("detail").asString()).startsWith(field);
    assertThat(answer.response().headers().firstValue("Content-Type"))
        .hasValue("application/problem+json");
  }
}
