package io.leaderboard.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ScoreRequestTest {
  private final LoadOrder order =
      new LoadOrder(
          "chess",
          2,
          500,
          100,
          0,
          20,
          Distribution.UNIFORM,
          null,
          0,
          0,
          0,
          1,
          false,
          false,
          3,
          Duration.ofSeconds(1));
  private final Sessions sessions = new Sessions(2, 500, Distribution.UNIFORM, 3);

  @Test
  void aBatchIsAnArrayOfTheSessionsAndItsLengthIsTold() {
    ScoreRequest request = new ScoreRequest(order, 20, "run", 8081);
    request.take(sessions, 40, 20);
    request.write();

    JsonNode scores = body(request, "POST /v1/scores HTTP/1.1");

    assertThat(scores).hasSize(20);
    for (int i = 0; i < 20; i++) {
      JsonNode score = scores.get(i);
      assertThat(score.path("gameId").asString()).isEqualTo("chess-" + (i % 2));
      assertThat(score.path("userId").asString())
          .isEqualTo(new UserNames(500).of(sessions.user(40 + i)));
      assertThat(score.path("score").asLong()).isEqualTo(sessions.score(40 + i));
      assertThat(score.path("eventId").asString()).isEqualTo("run-" + (40 + i));
      assertThat(score.path("occurredAt").asString()).startsWith(request.day().toString());
    }
  }

  @Test
  void whatIsAcknowledgedIsLeftOutOfTheNextRequest() {
    ScoreRequest request = new ScoreRequest(order, 20, "run", 8081);
    request.take(sessions, 0, 20);
    for (int i = 0; i < 20; i++) {
      request.missing[i] = i == 3 || i == 17;
    }
    request.write();

    JsonNode scores = body(request, "POST /v1/scores HTTP/1.1");

    assertThat(scores).hasSize(2);
    assertThat(scores.get(1).path("eventId").asString()).isEqualTo("run-17");
    assertThat(request.sentCount()).isEqualTo(2);
    assertThat(request.sentAt(1)).isEqualTo(17);
  }

  @Test
  void aSingleScoreNamesItsGameInThePath() {
    ScoreRequest request = new ScoreRequest(order, 1, "run", 8081);
    request.takeProbe(9, 2, 100_000_000_000_001L);
    request.write();

    JsonNode score = body(request, "POST /v1/games/chess-0/scores HTTP/1.1");

    assertThat(score.path("userId").asString()).isEqualTo("z2");
    assertThat(score.path("score").asLong()).isEqualTo(100_000_000_000_001L);
    assertThat(score.has("gameId")).isFalse();
  }

  private static JsonNode body(ScoreRequest request, String line) {
    String text =
        new String(request.bytes(), request.start(), request.length(), StandardCharsets.US_ASCII);
    String[] parts = text.split("\r\n\r\n", 2);
    assertThat(parts[0]).startsWith(line).contains("Content-Length: " + parts[1].length());
    return JsonMapper.shared().readTree(parts[1]);
  }
}
