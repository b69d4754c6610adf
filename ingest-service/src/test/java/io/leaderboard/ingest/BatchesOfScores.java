package io.leaderboard.ingest;

import static io.leaderboard.ingest.GameScores.PROBLEM;
import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.ingest.RunningIngest.Answer;
import io.leaderboard.servers.testing.TestServers;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Many scores in one request, sent to the service of the class that this is nested in. */
abstract class BatchesOfScores {
  private final RunningIngest ingest;
  private final LogReader log;
  private final GameScores scores;

  BatchesOfScores(GameScores scores, LogReader log) {
    this.ingest = scores.ingest();
    this.log = log;
    this.scores = scores;
  }

  @Test
  void aBatchTakesWhatIsGoodAndNamesWhatIsNot() {
    String batch =
        "["
            + String.join(
                ",",
                scores.of("a"),
                "{\"userId\":\"b\",\"gameId\":\""
                    + scores.game()
                    + "\",\"score\":{\"deep\":[1,{\"x\":2}]}}",
                "7",
                scores.of("c"),
                "{\"userId\":\"d\",\"score\":1}",
                "{\"nested\":{\"unknown\":[[]]},\"userId\":\"e\"}",
                scores.of("f"))
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
    String thousand = String.join(",", Collections.nCopies(1_000, scores.of(user)));
    Answer taken = ingest.post("/v1/scores", "[" + thousand + "]");
    assertThat(taken.json().path("accepted").asInt()).isEqualTo(1_000);
    assertThat(taken.json().path("positions")).hasSize(1);
    Answer refused = ingest.post("/v1/scores", "[" + thousand + "," + scores.of(user) + "]");
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
}
