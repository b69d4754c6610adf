package io.leaderboard.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.ingest.RunningIngest.Answer;
import io.leaderboard.servers.testing.TestServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Changing some of a definition. */
final class PatchIT {
  private static final String PROBLEM = "urn:leaderboard:problem:";
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final String FULL =
      "{\"name\":\"N\",\"description\":\"D\",\"decimals\":2,\"timeZone\":\"Europe/Berlin\","
          + "\"closing\":\"manual\",\"lateness\":\"PT1H30M\",\"minScore\":-1.5,\"maxScore\":1000000,"
          + "\"boards\":[{\"id\":\"s\",\"aggregation\":\"sum\",\"period\":\"seasons\",\"seasons\":"
          + "[{\"name\":\"1991\",\"start\":\"1991-01-01T00:00:00Z\","
          + "\"end\":\"1992-01-01T00:00:00Z\"}],\"retention\":7}]}";

  private static RunningIngest ingest;

  @BeforeAll
  static void start() {
    ingest = RunningIngest.startPatient(TestServers.kafka().bootstrapServers());
  }

  @AfterAll
  static void stop() {
    ingest.close();
  }

  @Test
  void whatIsSentIsChangedAndAllElseStays() {
    String path = defined("active");
    ObjectNode expected = (ObjectNode) ingest.get(path).json();
    for (String type : new String[] {MERGE_PATCH, "application/json"}) {
      boolean active = !expected.path("active").asBoolean();
      Answer patched = ingest.patch(path, "{\"active\":" + active + "}", "Content-Type", type);
      assertThat(patched.status()).as(patched.json().toString()).isEqualTo(200);
      assertThat(patched.json()).isEqualTo(expected.put("active", active));
      assertThat(ingest.get(path).json()).isEqualTo(expected);
    }
    assertThat(etag(ingest.get(path))).isEqualTo("\"3\"");
    assertThat(ingest.patch(path, "{}").json()).isEqualTo(expected);
    assertThat(etag(ingest.get(path))).isEqualTo("\"3\"");
  }

  @Test
  void aGameThatIsRetiredTakesNoScores() {
    String path = defined("retired");
    assertThat(ingest.patch(path, "{\"active\":false}").status()).isEqualTo(200);
    Answer score = ingest.post(path + "/scores", "{\"userId\":\"u\",\"score\":1}");
    assertThat(score.type()).isEqualTo(PROBLEM + "game-inactive");
    assertThat(ingest.patch(path, "{\"active\":null}").json().path("active").asBoolean()).isTrue();
  }

  @Test
  void nullIsAsIfItHadNeverBeenSentAndBoardsAreReplacedAsAWhole() {
    String path = defined("nulls");
    Answer patched =
        ingest.patch(
            path + "?apply=rebuild",
            "{\"minScore\":null,\"name\":null,\"boards\":[{\"id\":\"t\"}]}");
    assertThat(patched.json().has("minScore")).isFalse();
    assertThat(patched.json().path("maxScore").asInt()).isEqualTo(1_000_000);
    assertThat(patched.json().path("name").asString("-")).isEmpty();
    assertThat(patched.json().path("boards").toString())
        .isEqualTo(
            "[{\"id\":\"t\",\"aggregation\":\"best\",\"order\":\"desc\",\"metric\":\"score\","
                + "\"period\":\"all-time\",\"ties\":\"shared\",\"retention\":2,\"shards\":1}]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "1", "\"active\"", "true"})
  void whatIsNoObjectIsRefused(String body) {
    assertRefused(ingest.patch(defined("object"), body), "body");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'activ':false}|activ",
        "{'scroe':null}|scroe",
        "{'active':'no'}|active",
        "{'active':false,'active':false}|active",
        "{'gameId':'another'}|gameId",
        "{'minScore':1e999999999}|minScore",
        "{'minScore':[1e-999999999]}|minScore[0]",
        "{'boards':null}|boards",
        "{'boards':[{'id':'s','ordr':'asc'}]}|boards[0].ordr",
        "{'lateness':{'hours':1}}|lateness"
      })
  void whatIsNotAllowedIsNamedAndChangesNothing(String body, String field) {
    String path = defined("refused");
    assertRefused(ingest.patch(path, body.replace('\'', '"')), field);
    assertThat(etag(ingest.get(path))).isEqualTo("\"1\"");
  }

  @Test
  void preconditionsTheMeaningAndUnknownGamesAreAnsweredAsToAPut() {
    String path = defined("as-put");
    String rename = "{\"name\":\"New\"}";
    assertThat(ingest.patch(path, rename, "If-Match", "\"7\"").status()).isEqualTo(412);
    Answer meaning = ingest.patch(path, "{\"decimals\":3}");
    assertThat(meaning.status()).isEqualTo(409);
    assertThat(meaning.json().path("fields").toString()).isEqualTo("[\"decimals\"]");
    assertThat(ingest.patch(path + "?apply=rebuild", "{\"decimals\":3}").status()).isEqualTo(202);
    assertThat(ingest.patch(path, rename, "If-Match", "\"2\"").status()).isEqualTo(200);
    assertThat(ingest.patch(path, rename, "Content-Type", "text/plain").status()).isEqualTo(415);
    assertThat(ingest.patch(path, "").status()).isEqualTo(400);
    Answer unknown = ingest.patch("/v1/games/" + TestServers.uniqueName("no"), rename);
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.type()).isEqualTo(PROBLEM + "unknown-game");
  }

  private static String defined(String prefix) {
    String path = "/v1/games/" + TestServers.uniqueName(prefix);
    Answer created = ingest.put(path, FULL);
    assertThat(created.status()).as(created.json().toString()).isEqualTo(201);
    return path;
  }

  private static void assertRefused(Answer answer, String field) {
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(400);
    assertThat(answer.json().path("field").asString()).isEqualTo(field);
  }

  private static String etag(Answer answer) {
    return answer.response().headers().firstValue("ETag").orElse("none");
  }
}
