package io.leaderboard.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.ingest.RunningIngest.Answer;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.KafkaAddress;
import io.leaderboard.servers.testing.TestServers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How many games may be defined, and how large, on a log of its own. */
final class BoundsIT {
  private static final String PROBLEM = "urn:leaderboard:problem:";
  private static final String BOARD = "{\"boards\":[{\"id\":\"b\"}]}";

  private static DedicatedServer<KafkaAddress> kafka;
  private static RunningIngest ingest;
  private static RunningIngest other;

  @BeforeAll
  static void start() {
    kafka = TestServers.dedicatedKafka();
    String servers = kafka.address().bootstrapServers();
    ingest = RunningIngest.startPatient(servers, "leaderboard.log.max-games=5000");
    other = RunningIngest.startPatient(servers);
  }

  @AfterAll
  static void stop() {
    other.close();
    ingest.close();
    kafka.close();
  }

  @Test
  void theBoundsOfTheLogHoldForEveryServiceAndForEveryWayToDefineAGame() {
    assertThat(ingest.get("/v1/bounds").json().toString())
        .isEqualTo("{\"games\":5000,\"definitionBytes\":65536}");
    assertThat(ingest.put("/v1/games/one", BOARD).status()).isEqualTo(201);
    assertThat(bounds(2, 2_000).json().toString())
        .isEqualTo("{\"games\":2,\"definitionBytes\":2000}");

    Answer large = ingest.put("/v1/games/one", named("x".repeat(1_000), "y".repeat(1_000)));
    assertThat(large.status()).as(large.json().toString()).isEqualTo(413);
    assertThat(large.type()).isEqualTo(PROBLEM + "definition-too-large");
    assertThat(large.json().path("detail").asString()).contains("2000 bytes", "/v1/bounds");
    assertThat(ingest.get("/v1/games/one").response().headers().firstValue("ETag"))
        .contains("\"1\"");

    // As many as two services define at once: the fold lets one of them in.
    List<CompletableFuture<Answer>> asked = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      RunningIngest service = i % 2 == 0 ? ingest : other;
      String path = "/v1/games/more" + i;
      asked.add(CompletableFuture.supplyAsync(() -> service.put(path, BOARD)));
    }
    List<Answer> answers = asked.stream().map(CompletableFuture::join).toList();
    assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(1);
    assertThat(answers.stream().filter(answer -> answer.status() != 201))
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).isEqualTo(409);
              assertThat(answer.type()).isEqualTo(PROBLEM + "too-many-games");
              assertThat(answer.json().path("detail").asString()).contains("2 games");
            });
    assertThat(other.get("/v1/games").json().path("items")).hasSize(2);

    Answer score = other.post("/score", "{\"gameId\":\"new\",\"userId\":\"ann\",\"score\":1}");
    assertThat(score.status()).isEqualTo(404);
    assertThat(score.type()).isEqualTo(PROBLEM + "unknown-game");
    assertThat(score.json().path("detail").asString()).contains("as many as the log allows");

    assertThat(bounds(3, 65_536).status()).isEqualTo(200);
    assertThat(
            ingest.post("/score", "{\"gameId\":\"new\",\"userId\":\"ann\",\"score\":1}").status())
        .isEqualTo(202);
    assertThat(ingest.put("/v1/games/one", named("x".repeat(1_000), "y".repeat(1_000))).status())
        .isEqualTo(200);
  }

  private static Answer bounds(int games, int bytes) {
    Answer answer =
        ingest.put("/v1/bounds", "{\"games\":" + games + ",\"definitionBytes\":" + bytes + "}");
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
    return answer;
  }

  private static String named(String name, String description) {
    return BOARD.replaceFirst(
        "\\{", "{\"name\":\"" + name + "\",\"description\":\"" + description + "\",");
  }
}
