package io.leaderboard.query;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.topic.Position;
import io.leaderboard.events.user.UserProfile;
import io.leaderboard.query.Api.Answer;
import io.leaderboard.query.page.Browsers;
import io.leaderboard.web.openapi.ApiContract;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The document of this service, and whether it is true. */
final class OpenApiIT {
  private static final String BOARD = "/v1/games/{gameId}/boards/{boardId}";

  private static Stack stack;
  private static ApiContract contract;

  /** What the examples are about. */
  @BeforeAll
  static void start() {
    stack = new Stack();
    GameDefinition football = GameDefinition.automatic("football");
    stack.define(football);
    BoardWriter boards = stack.boards("7f3", 1);
    Map.of("ann", 1_500, "bob", 1_200, "cid", 900)
        .forEach(
            (user, score) ->
                boards.put("football", football.mainBoard(), "all-time", user, score, 0));
    boards.live();
    for (int partition = 0; partition < Stack.PARTITIONS; partition++) {
      boards.applied(partition, 1_000);
    }
    stack.profile("ann", new UserProfile("Ann", "", "IE"));
    long at = Instant.parse("2026-11-21T10:00:00Z").toEpochMilli();
    CassandraTables.shared()
        .event(
            new ScoreEvent(
                "match-7", "football", "ann", 1_500, 0, Map.of(), at, at + 1_000, null, Map.of()),
            7,
            false,
            false);
    writeIntoPartition(0);
    Api api = stack.api();
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(api.get("/v1/games/football/boards/all-time/users/ann").body())
                    .contains("\"displayName\":\"Ann\""));
    contract = ApiContract.of(api.port());
  }

  private static void writeIntoPartition(int partition) {
    Position written;
    int user = 0;
    do {
      written =
          stack.write(
              new ScoreEvent(
                  "e" + user, "football", "u" + user, 1, 0, Map.of(), 0, 0, null, Map.of()));
      user++;
    } while (written.partition() != partition);
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Test
  void theDocumentIsOpenApiAndItsExamplesAreWhatItsSchemasSay() {
    contract.assertValid();
  }

  @Test
  void everyRouteOfTheContractIsDocumentedAndNothingElse() {
    assertThat(contract.operations())
        .containsExactlyInAnyOrder(
            "GET " + BOARD + "/top",
            "GET " + BOARD + "/users/{userId}",
            "GET " + BOARD + "/user",
            "GET " + BOARD + "/users/{userId}/around",
            "POST " + BOARD + "/ranks",
            "GET " + BOARD + "/rank-of",
            "GET " + BOARD + "/stream",
            "GET " + BOARD + "/periods",
            "GET /v1/games",
            "GET /v1/games/{gameId}",
            "GET /v1/games/{gameId}/users/{userId}",
            "GET /v1/games/{gameId}/users/{userId}/history",
            "GET /v1/games/{gameId}/users/{userId}/finishes",
            "GET /v1/status",
            "GET /topk",
            "GET /rank/{userId}",
            "GET /health");
  }

  @Test
  void everyAnswerThatDependsOnTheRequestAloneHasAnExample() {
    assertThat(contract.withoutSamples()).allMatch(answer -> answer.matches(".* (503|429)"));
  }

  @TestFactory
  Stream<DynamicTest> everyExampleIsAnsweredAsItSays() {
    return contract.samples();
  }

  @Test
  void thePageOfTheDocumentShowsEveryOperationAndAsksNoOtherHost() {
    Browsers.require();
    try (Browsers browsers = Browsers.start().orElseThrow()) {
      Page page = browsers.browser().newPage();
      List<String> complaints = new ArrayList<>();
      page.onPageError(complaints::add);
      page.onConsoleMessage(
          message -> {
            if (List.of("error", "warning").contains(message.type())) {
              complaints.add(message.text());
            }
          });
      String origin = "http://127.0.0.1:" + stack.api().port();
      page.onRequest(
          request -> {
            if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) {
              complaints.add(request.url());
            }
          });
      page.navigate(origin + "/swagger-ui.html");
      assertThat(page.locator(".opblock")).hasCount(contract.operations().size());
      page.locator(".opblock-summary-control").first().click();
      assertThat(page.locator(".responses-table").first()).isVisible();
      assertThat(complaints).isEmpty();
    }
  }

  @Test
  void unknownPathsBesideThePageOfTheDocumentAreProblems() {
    for (String path :
        new String[] {
          "/swagger-ui/no.js", "/v3/no", "/webjars/no.js", "/webjars/swagger-ui/index.html", "/no"
        }) {
      Answer unknown = stack.api().get(path);
      assertThat(unknown.status()).as(path).isEqualTo(404);
      assertThat(unknown.problem()).isEqualTo("not-found");
    }
  }
}
