package io.leaderboard.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.ingest.RunningIngest.Answer;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.KafkaAddress;
import io.leaderboard.servers.testing.TestServers;
import io.leaderboard.web.openapi.ApiContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The document of this service, and whether it is true. */
final class OpenApiIT {
  private static final String BOARDS = "\"boards\":[{\"id\":\"all-time\"}]";

  private static DedicatedServer<KafkaAddress> kafka;
  private static RunningIngest ingest;
  private static ApiContract contract;

  @BeforeAll
  static void start() {
    kafka = TestServers.dedicatedKafka();
    ingest =
        RunningIngest.startPatient(
            kafka.address().bootstrapServers(), "leaderboard.automatic-games.max=0");
    // What the examples are about.
    put("/v1/games/football", "{\"name\":\"Football\"," + BOARDS + "}", 201);
    put("/v1/games/retired", "{\"active\":false," + BOARDS + "}", 201);
    put("/v1/games/rugby", "{" + BOARDS + "}", 201);
    contract = ApiContract.of(ingest.port());
  }

  private static void put(String path, String json, int status) {
    Answer answer = ingest.put(path, json);
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(status);
  }

  @AfterAll
  static void stop() {
    ingest.close();
    kafka.close();
  }

  @Test
  void theDocumentIsOpenApiAndItsExamplesAreWhatItsSchemasSay() {
    contract.assertValid();
  }

  @Test
  void everyRouteOfTheContractIsDocumentedAndNothingElse() {
    assertThat(contract.operations())
        .containsExactlyInAnyOrder(
            "POST /v1/games/{gameId}/scores",
            "POST /v1/scores",
            "PUT /v1/games/{gameId}",
            "PATCH /v1/games/{gameId}",
            "GET /v1/games",
            "GET /v1/games/{gameId}",
            "POST /v1/games/{gameId}/close",
            "PUT /v1/users/{userId}",
            "GET /v1/users/{userId}",
            "DELETE /v1/users/{userId}",
            "POST /score",
            "GET /v1/bounds",
            "PUT /v1/bounds",
            "GET /health");
  }

  @Test
  void everyAnswerThatDependsOnTheRequestAloneHasAnExample() {
    assertThat(contract.withoutSamples())
        .allMatch(answer -> answer.endsWith(" 503") || answer.endsWith(" 429"));
  }

  @TestFactory
  Stream<DynamicTest> everyExampleIsAnsweredAsItSays() {
    return contract.samples();
  }

  @Test
  void thePageOfTheDocumentIsServedAndUnknownPathsBesideItAreProblems() {
    Answer page = ingest.get("/swagger-ui/index.html");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.response().headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
    assertThat(ingest.get("/swagger-ui.html").status()).isEqualTo(302);
    for (String path :
        new String[] {
          "/swagger-ui/no.js", "/v3/no", "/webjars/no.js", "/webjars/swagger-ui/index.html", "/no"
        }) {
      Answer unknown = ingest.get(path);
      assertThat(unknown.status()).as(path).isEqualTo(404);
      assertThat(unknown.type()).isEqualTo("urn:leaderboard:problem:not-found");
    }
  }
}
