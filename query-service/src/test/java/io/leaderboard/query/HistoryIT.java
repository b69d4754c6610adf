package io.leaderboard.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.topic.Position;
import io.leaderboard.query.Api.Answer;
import io.leaderboard.web.PageBytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What a user did, over HTTP. */
class HistoryIT {
  private static final String USERS = "/v1/games/done/users/";

  private static Stack stack;
  private static Api api;
  private static CassandraTables tables;

  @BeforeAll
  static void start() {
    stack = new Stack();
    api = stack.api();
    tables = CassandraTables.shared();
    stack.define(TestGames.game("done", 1, TestGames.allTime("b", Order.DESC)));
  }

  @AfterAll
  static void end() {
    stack.close();
  }

  private static long at(String time) {
    return Instant.parse(time).toEpochMilli();
  }

  private static ScoreEvent event(String id, String user, long score, long occurredAt) {
    return new ScoreEvent(
        id, "done", user, score, 1, Map.of(), occurredAt, occurredAt + 5, null, Map.of());
  }

  @Test
  void anEventIsShownAsItWasSubmittedWithItsMarks() {
    long at = at("2026-11-03T10:00:00.250Z");
    tables.event(
        new ScoreEvent(
            "e1",
            "done",
            "ann",
            1_250,
            2,
            Map.of("lap", 315L, "aim", -100L),
            at,
            at + 1_000,
            "m/1",
            Map.of("map", "<b>", "car", "🏎")),
        7,
        true,
        true);
    tables.event(event("e2", "ann", 30, at - 1), 8, false, false);
    tables.outOfRange(event("e2", "ann", 30, at - 1), 8, List.of("total"));
    tables.event(
        new ScoreEvent("e3", "done", "ann", 125, 2, Map.of(), at - 2, at, null, Map.of()),
        9,
        false,
        true);
    assertThat(api.get(USERS + "ann/history").body())
        .isEqualTo(
            "{\"items\":[{\"eventId\":\"e1\",\"occurredAt\":\"2026-11-03T10:00:00.250Z\","
                + "\"score\":12.5,\"late\":true,\"duplicate\":true,"
                + "\"metrics\":{\"aim\":-1,\"lap\":3.15},\"matchId\":\"m/1\","
                + "\"metadata\":{\"car\":\"🏎\",\"map\":\"<b>\"},"
                + "\"acceptedAt\":\"2026-11-03T10:00:01.250Z\",\"position\":\"1:7\"},"
                + "{\"eventId\":\"e2\",\"occurredAt\":\"2026-11-03T10:00:00.249Z\",\"score\":3,"
                + "\"outOfRange\":[\"total\"],"
                + "\"acceptedAt\":\"2026-11-03T10:00:00.254Z\",\"position\":\"1:8\"},"
                // The game has one decimal: this one counts nowhere, and is not rounded.
                + "{\"eventId\":\"e3\",\"occurredAt\":\"2026-11-03T10:00:00.248Z\",\"score\":1.25,"
                + "\"notRepresentable\":true,\"late\":true,"
                + "\"acceptedAt\":\"2026-11-03T10:00:00.250Z\",\"position\":\"1:9\"}]}");
    assertThat(api.get(USERS + "nobody/history").body()).isEqualTo("{\"items\":[]}");
    assertThat(api.get("/v1/games/none/users/ann/history").problem()).isEqualTo("unknown-game");
  }

  @Test
  void whatFitsTheLatestDefinitionIsNotMarkedAnyMore() {
    stack.define(TestGames.game("finer", 0, TestGames.allTime("b", Order.DESC)));
    long at = at("2026-11-03T10:00:00Z");
    tables.event(
        new ScoreEvent("e1", "finer", "ann", 125, 2, Map.of(), at, at, null, Map.of()),
        1,
        false,
        false);
    String path = "/v1/games/finer/users/ann/history";
    assertThat(api.get(path).body()).contains("\"score\":1.25,\"notRepresentable\":true");
    stack.write(
        new GameDefined(TestGames.game("finer", 2, TestGames.allTime("b", Order.DESC)), 1, 0));
    await()
        .untilAsserted(
            () -> assertThat(api.get(path).body()).contains("\"score\":1.25,\"acceptedAt\""));
  }

  @Test
  void aCenturyIsPagedThroughWhateverTheSizeOfAPage() {
    Seed seed = Seed.fresh();
    System.err.println("History of " + seed);
    Random random = seed.random();
    List<ScoreEvent> events = new ArrayList<>();
    long newYear = at("2000-01-01T00:00:00Z");
    for (int i = 0; i < 400; i++) {
      long occurredAt =
          switch (random.nextInt(4)) {
            // Across the border of a month, and of a year.
            case 0 -> newYear - 20 + random.nextInt(40);
            // Sparse decades.
            case 1 -> at("1930-01-01T00:00:00Z") + random.nextLong(50L * 365 * 86_400_000);
            // One month with many slices.
            case 2 -> at("2024-02-01T00:00:00Z") + random.nextLong(29L * 86_400_000);
            default -> at("2020-01-01T00:00:00Z") + random.nextLong(4L * 365 * 86_400_000);
          };
      events.add(event("e" + i, "old/timer", i, occurredAt));
    }
    List<Long> offsets = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      long offset = i * CassandraTables.OFFSETS_PER_SLICE / 3 + random.nextInt(1_000);
      offsets.add(offset);
      tables.send(events.get(i), offset, false, false);
    }
    tables.await();
    List<ScoreEvent> sorted = new ArrayList<>(events);
    sorted.sort(
        Comparator.comparingLong(ScoreEvent::occurredAt)
            .thenComparingLong(event -> offsets.get((int) event.score()))
            .reversed());
    for (int limit : List.of(7, 50, 399, 400)) {
      assertThat(walk(limit, "")).as("%d of %s", limit, seed).isEqualTo(ids(sorted));
    }
    for (int i = 0; i < 5; i++) {
      long from = sorted.get(random.nextInt(sorted.size())).occurredAt();
      long to = sorted.get(random.nextInt(sorted.size())).occurredAt();
      long first = Math.min(from, to);
      long last = Math.max(from, to);
      assertThat(
              walk(
                  random.nextInt(20) + 5,
                  "&from=" + Instant.ofEpochMilli(first) + "&to=" + Instant.ofEpochMilli(last)))
          .as("%s", seed)
          .isEqualTo(
              ids(
                  sorted.stream()
                      .filter(each -> each.occurredAt() >= first && each.occurredAt() < last)
                      .toList()));
    }
  }

  private static List<String> ids(List<ScoreEvent> events) {
    return events.stream().map(ScoreEvent::eventId).toList();
  }

  private static List<String> walk(int limit, String more) {
    List<String> seen = new ArrayList<>();
    String next = "";
    do {
      String cursor = next.isEmpty() ? "" : "&cursor=" + next;
      Answer answer = api.get(USERS + "old%2Ftimer/history?limit=" + limit + more + cursor);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      JsonNode page = answer.json();
      page.get("items").forEach(each -> seen.add(each.get("eventId").asString()));
      // A cursor that stood still would lead here again for ever.
      assertThat(seen).doesNotHaveDuplicates();
      if (page.has("next")) {
        assertThat(page.get("items")).hasSize(limit);
      }
      next = page.path("next").asString("");
    } while (!next.isEmpty());
    return seen;
  }

  @Test
  void aPageOfLongEventsEndsAtAMegabyteAndTheNextGoesOn() {
    long at = at("2026-11-04T10:00:00Z");
    Map<String, String> texts = Map.of("a", "x".repeat(1_000), "b", "y".repeat(1_000));
    for (int i = 0; i < 600; i++) {
      tables.send(
          new ScoreEvent("l" + i, "done", "talker", i, 1, Map.of(), at + i, at + i, null, texts),
          i,
          false,
          false);
    }
    tables.await();
    List<String> seen = new ArrayList<>();
    String cursor = "";
    int pages = 0;
    do {
      Answer answer = api.get(USERS + "talker/history?limit=1000" + cursor);
      assertThat(answer.body().length()).isLessThan(PageBytes.MAX + 1_000);
      answer.json().get("items").forEach(each -> seen.add(each.get("eventId").asString()));
      cursor = answer.json().has("next") ? "&cursor=" + answer.json().get("next").asString() : "";
      pages++;
    } while (!cursor.isEmpty());
    assertThat(pages).isEqualTo(2);
    assertThat(seen).hasSize(600).doesNotHaveDuplicates().startsWith("l599").endsWith("l0");
  }

  @Test
  void aCursorStaysWhereItIsWhileEventsAreAdded() {
    long at = at("2026-11-03T10:00:00Z");
    for (int i = 0; i < 6; i++) {
      tables.event(event("e" + i, "busy", i, at + i), i, false, false);
    }
    JsonNode page = api.get(USERS + "busy/history?limit=3").json();
    assertThat(page.get("items").get(2).get("eventId").asString()).isEqualTo("e3");
    tables.event(event("new", "busy", 1, at + 100), 100, false, false);
    tables.event(event("back-filled", "busy", 1, at + 1), 101, false, false);
    JsonNode behind =
        api.get(USERS + "busy/history?limit=3&cursor=" + page.get("next").asString()).json();
    assertThat(behind.get("items").valueStream().map(each -> each.get("eventId").asString()))
        .containsExactly("e2", "back-filled", "e1");
  }

  @Test
  void theLagIsThatOfTheHistory() {
    List<Position> written = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      written.add(stack.write(event("w" + i, "user" + i, 1, 0)));
    }
    String path = USERS + "lagging/history";
    await().until(() -> Long.parseLong(api.get(path).header("Leaderboard-Lag-Ms")) > 0);
    for (Position position : written) {
      tables.applied("boards", position.partition(), position.offset());
    }
    await().until(() -> api.get(path).header("Leaderboard-Lag-Ms").equals("0"));
    assertThat(api.get(path).header("Leaderboard-Generation")).isEqualTo("history");
    assertThat(api.get(path).header("Cache-Control")).isEqualTo("no-store");
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0, limit",
    "limit=1001, limit",
    "from=yesterday, from",
    "from=1899-12-31T00:00:00Z, from",
    "to=2026-01-01, to",
    "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z, from",
    "cursor=*, cursor",
    "cursor=eA, cursor"
  })
  void whatIsNotAllowedIsRefusedByName(String query, String field) {
    Answer refused = api.get(USERS + "ann/history?" + query);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("field").asString()).isEqualTo(field);
  }

  @Test
  void anyOffsetIsUnderstoodAndAnEmptyStretchIsEmpty() {
    tables.event(event("z", "zones", 1, at("2026-03-01T00:00:00Z")), 3, false, false);
    String path = USERS + "zones/history?from=";
    assertThat(api.get(path + "2026-03-01T02:00:00%2B02:00").json().get("items")).hasSize(1);
    assertThat(api.get(path + "2026-03-01T02:00:00.001%2B02:00").json().get("items")).isEmpty();
    String moment = "2026-03-01T00:00:00Z";
    assertThat(api.get(path + moment + "&to=" + moment).body()).isEqualTo("{\"items\":[]}");
  }
}
