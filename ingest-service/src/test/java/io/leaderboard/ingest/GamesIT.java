package io.leaderboard.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.game.Game;
import io.leaderboard.ingest.RunningIngest.Answer;
import io.leaderboard.log.LogView;
import io.leaderboard.servers.testing.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Definitions over HTTP into a real log. */
final class GamesIT {
  private static final String PROBLEM = "urn:leaderboard:problem:";
  private static final String BOARD = "{\"boards\":[{\"id\":\"b\"}]}";

  private static RunningIngest ingest;
  private static RunningIngest other;

  @BeforeAll
  static void startTwoServices() {
    String kafka = TestServers.kafka().bootstrapServers();
    ingest = RunningIngest.startPatient(kafka);
    other = RunningIngest.startPatient(kafka, "leaderboard.automatic-games.max=0");
  }

  @AfterAll
  static void stopTheServices() {
    other.close();
    ingest.close();
  }

  @Test
  void aDefinitionIsStoredWithEveryDefaultAndComesBackAsItWasSent() {
    String path = path("defaults");
    Answer created = ingest.put(path, BOARD);
    assertThat(created.status()).isEqualTo(201);
    assertThat(etag(created)).isEqualTo("\"1\"");
    JsonNode definition = created.json();
    assertThat(definition.path("active").asBoolean()).isTrue();
    assertThat(definition.path("decimals").asInt(-1)).isZero();
    assertThat(definition.path("timeZone").asString()).isEqualTo("UTC");
    assertThat(definition.path("closing").asString()).isEqualTo("automatic");
    assertThat(definition.path("lateness").asString()).isEqualTo("PT10M");
    JsonNode board = definition.path("boards").get(0);
    assertThat(board.toString())
        .isEqualTo(
            "{\"id\":\"b\",\"aggregation\":\"best\",\"order\":\"desc\",\"metric\":\"score\","
                + "\"period\":\"all-time\",\"ties\":\"shared\",\"retention\":2,\"shards\":1}");
    Answer read = ingest.get(path);
    assertThat(read.json()).isEqualTo(definition);
    assertThat(etag(read)).isEqualTo("\"1\"");
    Answer again = ingest.put(path, definition.toString());
    assertThat(again.status()).isEqualTo(200);
    assertThat(etag(again)).isEqualTo("\"1\"");
    assertThat(other.put(path, BOARD).status()).isEqualTo(200);
  }

  @Test
  void everyFieldOfADefinitionIsKept() {
    String path = path("full");
    String full =
        "{\"name\":\"N \u00fc\",\"description\":\"D\",\"active\":false,\"decimals\":2,"
            + "\"timeZone\":\"Europe/Berlin\",\"closing\":\"manual\",\"lateness\":\"PT1H30M\","
            + "\"minScore\":-1.5,\"maxScore\":1000000,\"boards\":["
            + "{\"id\":\"s\",\"aggregation\":\"sum\",\"order\":\"asc\",\"metric\":\"km\",\"period\":"
            + "\"seasons\",\"seasons\":[{\"name\":\"1991\",\"start\":\"1991-01-01T00:00:00Z\",\"end\":"
            + "\"1992-01-01T00:00:00Z\"}],\"ties\":\"earliest\",\"retention\":7,\"shards\":4}]}";
    Answer created = ingest.put(path, full);
    assertThat(created.status()).as(created.json().toString()).isEqualTo(201);
    ObjectNode sent = (ObjectNode) JsonMapper.shared().readTree(full);
    JsonNode stored = ((ObjectNode) other.put(path, full).json()).without("gameId");
    assertThat(stored.toString()).isEqualTo(sent.toString());
    // The same numbers, written in another way.
    String rewritten = full.replace("1000000", "1.0e6").replace("-1.5", "-1.50");
    assertThat(etag(ingest.put(path, rewritten))).isEqualTo("\"1\"");
  }

  @Test
  void whatDoesNotChangeTheMeaningTakesEffectAtOnceAndWhatDoesMustBeAskedFor() {
    String path = path("meaning");
    ingest.put(path, BOARD);
    Answer renamed = ingest.put(path, "{\"name\":\"New\",\"boards\":[{\"id\":\"b\"}]}");
    assertThat(renamed.status()).isEqualTo(200);
    assertThat(etag(renamed)).isEqualTo("\"2\"");
    String summed = "{\"decimals\":1,\"boards\":[{\"id\":\"b\",\"aggregation\":\"sum\"}]}";
    Answer refused = ingest.put(path, summed);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.type()).isEqualTo(PROBLEM + "meaning-changed");
    assertThat(refused.json().path("fields").toString())
        .isEqualTo("[\"decimals\",\"boards.b.aggregation\"]");
    assertThat(etag(ingest.get(path))).isEqualTo("\"2\"");
    assertThat(ingest.put(path + "?apply=yes", summed).status()).isEqualTo(400);
    Answer applied = ingest.put(path + "?apply=rebuild", summed);
    assertThat(applied.status()).isEqualTo(202);
    assertThat(applied.json().path("rebuild").path("state").asString()).isEqualTo("filling");
    assertThat(etag(applied)).isEqualTo("\"3\"");
    // Nothing is filled for what is stored already, nor for a board that goes away.
    Answer again = ingest.put(path + "?apply=rebuild", summed);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().has("rebuild")).isFalse();
    String two = summed.replace("]}", ",{\"id\":\"c\"}]}");
    assertThat(ingest.put(path + "?apply=rebuild", two).status()).isEqualTo(202);
    Answer one = ingest.put(path, summed);
    assertThat(one.status()).isEqualTo(200);
    assertThat(one.json().has("rebuild")).isFalse();
  }

  @Test
  void preconditionsAreHonoured() {
    String path = path("match");
    assertThat(ingest.put(path, BOARD, "If-Match", "\"1\"").status()).isEqualTo(412);
    assertThat(ingest.put(path, BOARD, "If-Match", "*").status()).isEqualTo(412);
    assertThat(ingest.put(path, BOARD, "If-None-Match", "*").status()).isEqualTo(201);
    assertThat(other.put(path, named("x"), "If-None-Match", "*").status()).isEqualTo(412);
    assertThat(other.put(path, named("x"), "If-Match", "\"1\"").status()).isEqualTo(200);
    Answer stale = ingest.put(path, named("y"), "If-Match", "\"1\"");
    assertThat(stale.status()).isEqualTo(412);
    assertThat(stale.type()).isEqualTo(PROBLEM + "stale-definition");
    assertThat(ingest.put(path, named("y"), "If-Match", "W/\"2\"").status()).isEqualTo(412);
    assertThat(ingest.put(path, named("y"), "If-Match", "\"7\", \"2\"").status()).isEqualTo(200);
    assertThat(ingest.put(path, named("z"), "If-Match", "3").status()).isEqualTo(400);
  }

  @Test
  void ofManyDefinitionsAtOnceOneWinsEveryVersion() throws Exception {
    String path = path("race");
    int writers = 8;
    ExecutorService executor = Executors.newFixedThreadPool(writers);
    try {
      List<Callable<Answer>> puts = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        RunningIngest service = i % 2 == 0 ? ingest : other;
        String body = named("writer " + i);
        puts.add(() -> service.put(path, body));
      }
      List<String> etags = new ArrayList<>();
      int conflicts = 0;
      for (Future<Answer> put : executor.invokeAll(puts)) {
        Answer answer = put.get();
        if (answer.status() == 409) {
          assertThat(answer.type()).isEqualTo(PROBLEM + "definition-conflict");
          conflicts++;
        } else {
          assertThat(answer.status()).isIn(200, 201);
          etags.add(etag(answer));
        }
      }
      // Nobody is told a version that another one got.
      assertThat(etags).doesNotHaveDuplicates().hasSize(writers - conflicts);
      assertThat(etag(ingest.get(path))).isEqualTo("\"" + etags.size() + "\"");
    } finally {
      executor.shutdownNow();
    }
  }

  static Stream<Arguments> whatIsNotAllowed() {
    return Stream.of(
        Arguments.of("{}", "boards"),
        Arguments.of("{\"boards\":[]}", "boards"),
        Arguments.of("{\"boards\":{}}", "boards"),
        Arguments.of("{\"boards\":null}", "boards"),
        Arguments.of(
            "{\"boards\":[" + String.join(",", Collections.nCopies(21, "{\"id\":\"b\"}")) + "]}",
            "boards"),
        Arguments.of("{\"boards\":[{}]}", "boards[0].id"),
        Arguments.of("{\"boards\":[{\"id\":\"a\"},{\"id\":\"a\"}]}", "boards[1].id"),
        Arguments.of("{\"boards\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"foo\":1}]}", "boards[2].foo"),
        Arguments.of("{\"boards\":[{\"id\":\"a\",\"order\":\"up\"}]}", "boards[0].order"),
        Arguments.of("{\"boards\":[{\"id\":\"a\",\"ties\":7}]}", "boards[0].ties"),
        Arguments.of("{\"boards\":[{\"id\":\"a\",\"metric\":\"M\"}]}", "boards[0].metric"),
        Arguments.of("{\"boards\":[{\"id\":\"a\",\"shards\":0}]}", "boards[0].shards"),
        Arguments.of("{\"boards\":[{\"id\":\"a\",\"shards\":1.5}]}", "boards[0].shards"),
        Arguments.of(
            "{\"boards\":[{\"id\":\"a\",\"retention\":1e999999999}]}", "boards[0].retention"),
        Arguments.of("{\"boards\":[{\"id\":\"a\",\"period\":\"seasons\"}]}", "boards[0].seasons"),
        Arguments.of(
            "{\"boards\":[{\"id\":\"a\",\"period\":\"seasons\",\"seasons\":[{\"name\":\"x\","
                + "\"start\":\"2020-01-01T00:00:00Z\"}]}]}",
            "boards[0].seasons[0].end"),
        Arguments.of(
            "{\"boards\":[{\"id\":\"a\",\"period\":\"seasons\",\"seasons\":[{\"name\":\"x\","
                + "\"start\":\"x\",\"end\":\"2020-01-01T00:00:00Z\"}]}]}",
            "boards[0].seasons[0].start"),
        Arguments.of("{\"decimals\":7,\"boards\":[{\"id\":\"b\"}]}", "decimals"),
        Arguments.of("{\"decimals\":\"2\",\"boards\":[{\"id\":\"b\"}]}", "decimals"),
        Arguments.of("{\"timeZone\":\"Mars/Base\",\"boards\":[{\"id\":\"b\"}]}", "timeZone"),
        Arguments.of("{\"lateness\":\"10m\",\"boards\":[{\"id\":\"b\"}]}", "lateness"),
        Arguments.of("{\"lateness\":\"-PT1S\",\"boards\":[{\"id\":\"b\"}]}", "lateness"),
        Arguments.of("{\"lateness\":\"PT0.0001S\",\"boards\":[{\"id\":\"b\"}]}", "lateness"),
        Arguments.of("{\"lateness\":\"P31D\",\"boards\":[{\"id\":\"b\"}]}", "lateness"),
        Arguments.of("{\"minScore\":0.5,\"boards\":[{\"id\":\"b\"}]}", "minScore"),
        Arguments.of("{\"maxScore\":1e400,\"boards\":[{\"id\":\"b\"}]}", "maxScore"),
        Arguments.of("{\"minScore\":2,\"maxScore\":1,\"boards\":[{\"id\":\"b\"}]}", "minScore"),
        Arguments.of("{\"name\":\"\\ud800\",\"boards\":[{\"id\":\"b\"}]}", "name"),
        Arguments.of("{\"active\":\"yes\",\"boards\":[{\"id\":\"b\"}]}", "active"),
        Arguments.of("{\"nmae\":null,\"boards\":[{\"id\":\"b\"}]}", "nmae"),
        Arguments.of("{\"gameId\":\"other\",\"boards\":[{\"id\":\"b\"}]}", "gameId"));
  }

  @ParameterizedTest
  @MethodSource("whatIsNotAllowed")
  void whatIsNotAllowedIsRefusedByItsPath(String body, String field) {
    String path = path("bad");
    Answer answer = ingest.put(path, body);
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(400);
    assertThat(answer.json().path("field").asString()).isEqualTo(field);
    assertThat(answer.json().path("detail").asString()).startsWith(field);
    assertThat(ingest.get(path).status()).isEqualTo(404);
  }

  @Test
  void theListIsWalkedByItsCursorAndShowsEveryGameOnce() {
    String prefix = TestServers.uniqueName("list");
    List<String> ids = Stream.of("a", "b", "c", "d", "e").map(s -> prefix + "." + s).toList();
    for (String id : ids) {
      boolean active = !id.endsWith("c");
      String body = "{\"active\":" + active + ",\"boards\":[{\"id\":\"b\"}]}";
      assertThat(ingest.put("/v1/games/" + id, body).status()).isEqualTo(201);
    }
    List<String> all = walk("?limit=2");
    assertThat(all).doesNotHaveDuplicates().isSorted().containsAll(ids);
    assertThat(walk("?limit=2&active=true")).contains(ids.get(0)).doesNotContain(ids.get(2));
    assertThat(walk("?active=false")).contains(ids.get(2)).doesNotContain(ids.get(0));
    for (String bad :
        List.of("limit=0", "limit=1001", "limit=x", "active=1", "cursor=!", "cursor=")) {
      Answer answer = ingest.get("/v1/games?" + bad);
      assertThat(answer.status()).as(bad).isEqualTo(400);
      assertThat(bad).startsWith(answer.json().path("field").asString() + "=");
    }
  }

  @Test
  void theFirstScoreOfAGameDefinesItOnceHoweverManyComeAtATime() throws Exception {
    String game = TestServers.uniqueName("auto");
    ExecutorService executor = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Answer>> posts =
          Collections.nCopies(
              24,
              () -> ingest.post("/v1/games/" + game + "/scores", "{\"userId\":\"u\",\"score\":1}"));
      for (Future<Answer> post : executor.invokeAll(posts)) {
        assertThat(post.get().status()).isEqualTo(202);
      }
    } finally {
      executor.shutdownNow();
    }
    Game seen = ingest.bean(LogView.class).games().game(game).orElseThrow();
    assertThat(seen.explicit()).isFalse();
    assertThat(seen.version()).isEqualTo(1);
    assertThat(ingest.get("/v1/games/" + game).json().path("boards")).hasSize(4);
  }

  @Test
  void aScoreThatIsNotAllowedDefinesNothing() {
    String game = TestServers.uniqueName("noauto");
    Answer answer =
        ingest.post("/v1/games/" + game + "/scores", "{\"userId\":\"u\",\"score\":1.5}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(ingest.get("/v1/games/" + game).status()).isEqualTo(404);
  }

  @Test
  void aServiceThatListensBeyondThisMachineDefinesNoGameByAScore() {
    String kafka = TestServers.kafka().bootstrapServers();
    String score = "{\"userId\":\"u\",\"score\":1}";
    try (RunningIngest open = RunningIngest.startPatient(kafka, "server.address=0.0.0.0")) {
      Answer refused = open.post(path("stranger") + "/scores", score);
      assertThat(refused.status()).isEqualTo(404);
      assertThat(refused.type()).isEqualTo(PROBLEM + "unknown-game");
    }
    try (RunningIngest asked =
        RunningIngest.startPatient(
            kafka, "server.address=0.0.0.0", "leaderboard.automatic-games.enabled=true")) {
      assertThat(asked.post(path("asked") + "/scores", score).status()).isEqualTo(202);
    }
  }

  @Test
  void withAutomaticGamesOffAScoreOfAnUnknownGameIsA404() {
    String game = TestServers.uniqueName("off");
    Answer answer = other.post("/v1/games/" + game + "/scores", "{\"userId\":\"u\",\"score\":1}");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.type()).isEqualTo(PROBLEM + "unknown-game");
    Answer batch =
        other.post("/v1/scores", "[{\"userId\":\"u\",\"score\":1,\"gameId\":\"" + game + "\"}]");
    assertThat(batch.status()).isEqualTo(400);
    assertThat(batch.json().path("rejected").get(0).path("type").asString())
        .isEqualTo(PROBLEM + "unknown-game");
  }

  @Test
  void aDefinitionIsStoredWithoutWaitingForThePollOfGames() {
    String path = path("quick");
    ingest.put(path, named("0"));
    long fastest = Long.MAX_VALUE;
    long fastestClose = Long.MAX_VALUE;
    for (int i = 1; i <= 10; i++) {
      long begun = System.nanoTime();
      assertThat(ingest.put(path, named("" + i)).status()).isEqualTo(200);
      fastest = Math.min(fastest, System.nanoTime() - begun);
      begun = System.nanoTime();
      String unknown = path("unknown") + "/close";
      assertThat(ingest.post(unknown, "{\"through\":\"2020-01-01T00:00:00Z\"}").status())
          .isEqualTo(404);
      fastestClose = Math.min(fastestClose, System.nanoTime() - begun);
    }
    // The poll, of which a look at the end must not wait for the answer, takes half a second; the
    // fastest of ten, because this machine may be busy.
    assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofMillis(200));
    assertThat(Duration.ofNanos(fastestClose)).isLessThan(Duration.ofMillis(200));
  }

  @Test
  void aGameOfASimilarIdIsOfferedForOneThatIsNotThere() {
    String game = TestServers.uniqueName("similar");
    assertThat(ingest.put("/v1/games/" + game, named("Similar")).status()).isEqualTo(201);
    String misspelt = game.replace("similar", "simliar");
    assertThat(ingest.get("/v1/games/" + misspelt).json().path("detail").asString())
        .endsWith("; did you mean " + game + "?");
  }

  @Test
  void aParameterThatIsNotKnownIsRefusedAndNothingIsStored() {
    String path = path("parameter");
    Answer refused = ingest.put(path + "?aply=rebuild", named("x"));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("detail").asString())
        .isEqualTo("aply is not a parameter that is known here: did you mean apply?");
    assertThat(ingest.get(path).status()).isEqualTo(404);
    // Single scores too, which are answered below WebFlux when they have no query.
    Answer score = ingest.post(path + "/scores?dryRun=true", "{\"userId\":\"u\",\"score\":1}");
    assertThat(score.json().path("detail").asString()).endsWith("; there are none");
    assertThat(ingest.get(path).status()).isEqualTo(404);
  }

  private static List<String> walk(String query) {
    List<String> ids = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = ingest.get("/v1/games" + query + cursor).json();
      page.path("items").forEach(item -> ids.add(item.path("gameId").asString()));
      cursor = page.has("next") ? "&cursor=" + page.path("next").asString() : "";
    } while (!cursor.isEmpty());
    return ids;
  }

  private static String named(String name) {
    return "{\"name\":\"" + name + "\",\"boards\":[{\"id\":\"b\"}]}";
  }

  private static String path(String prefix) {
    return "/v1/games/" + TestServers.uniqueName(prefix);
  }

  private static String etag(Answer answer) {
    return answer.response().headers().firstValue("ETag").orElse("none");
  }
}
