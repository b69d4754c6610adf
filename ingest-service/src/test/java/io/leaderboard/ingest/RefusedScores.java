package io.leaderboard.ingest;

import static io.leaderboard.ingest.GameScores.PROBLEM;
import static io.leaderboard.ingest.GameScores.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.ingest.RunningIngest.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not allowed of a score, sent to the service of the class that this is nested in. */
abstract class RefusedScores {
  private final RunningIngest ingest;
  private final GameScores scores;

  RefusedScores(GameScores scores) {
    this.ingest = scores.ingest();
    this.scores = scores;
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
    assertRefused(scores.post(body), field);
  }

  @Test
  void whatIsTooManyIsSaidWithHowManyOfWhatThereMayBe() {
    String u = "{\"userId\":\"u\",\"score\":1,";
    assertThat(scores.post(u + "\"metrics\":{" + elevenMetrics() + "}}").json().toString())
        .contains("metrics must have at most 10 names");
    String texts = elevenMetrics().replace(":1", ":\"1\"");
    assertThat(scores.post(u + "\"metadata\":{" + texts + "}}").json().toString())
        .contains("metadata must have at most 10 entries");
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
    Answer answer = scores.post(body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.type()).isEqualTo(PROBLEM + "invalid-body");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "[]", "null", "\"text\"", "true"})
  void whatIsNoObjectIsRefused(String body) {
    assertRefused(scores.post(body), "body");
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
              "/v1/games/" + scores.game() + "/scores",
              BodyPublishers.ofByteArray(body),
              "application/json");
      assertThat(answer.type()).isEqualTo(PROBLEM + "invalid-body");
    }
    byte[] utf16 = "{\"userId\":\"u\",\"score\":1}".getBytes(StandardCharsets.UTF_16LE);
    assertThat(
            ingest
                .post(
                    "/v1/games/" + scores.game() + "/scores",
                    BodyPublishers.ofByteArray(utf16),
                    "application/json")
                .type())
        .isEqualTo(PROBLEM + "invalid-body");
  }

  @Test
  void bodiesMethodsTypesAndPathsThatAreNotAllowedAreAnsweredAsSuch() {
    String path = "/v1/games/" + scores.game() + "/scores";
    assertThat(ingest.post(path, "{\"userId\":\"" + "x".repeat(9_000) + "\"}").status())
        .isEqualTo(413);
    assertThat(ingest.get(path).status()).isEqualTo(405);
    assertThat(ingest.post(path, scores.of("u"), "Content-Type", "text/csv").status())
        .isEqualTo(415);
    assertThat(ingest.post("/v1/nothing", scores.of("u")).status()).isEqualTo(404);
    assertRefused(ingest.post("/v1/games/..%2F/scores", scores.of("u")), "gameId");
    assertRefused(ingest.post("/v1/games/-x/scores", scores.of("u")), "gameId");
  }
}
