package io.leaderboard.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.finals.FinalFacts;
import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalPeriod;
import io.leaderboard.events.finals.FinalRules;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Season;
import io.leaderboard.events.period.Period;
import io.leaderboard.query.Api.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Seasons that are not on, and what is said of a period from before its start to its archive. */
class SeasonsIT {
  private static final long NOW = System.currentTimeMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();

  private static final Season FIRST = new Season("first", NOW - 30 * DAY, NOW - 20 * DAY);
  private static final Season LAST = new Season("last", NOW - 10 * DAY, NOW - DAY);
  private static final Season COMING = new Season("coming", NOW + DAY, NOW + 10 * DAY);

  private static Stack stack;
  private static Api api;
  private static BoardWriter boards;

  @BeforeAll
  static void start() {
    stack = new Stack();
    api = stack.api();
    boards = stack.boards("g1", 4).live();
  }

  @AfterAll
  static void end() {
    stack.close();
  }

  @Test
  void betweenTwoSeasonsTheNewestThatHasBegunIsShownAndNamed() {
    BoardDefinition board = TestGames.seasons("b", FIRST, LAST, COMING);
    stack.define(TestArchives.game("between", 0, board));
    boards.put("between", board, "first", "bob", 50, FIRST.start());
    boards.put("between", board, "last", "ann", 30, LAST.start());
    boards.put("between", board, "last", "cid", 20, LAST.start());
    String path = "/v1/games/between/boards/b";
    for (String page : List.of("/top", "/users/ann/around")) {
      JsonNode shown = api.get(path + page).json();
      assertThat(shown.path("period").asString()).as(page).isEqualTo("last");
      assertThat(shown.path("state").asString()).as(page).isEqualTo("ended");
      assertThat(shown.path("total").asInt()).as(page).isEqualTo(2);
      assertThat(shown.has("start")).as(page).isFalse();
    }
    for (String read :
        List.of(
            path + "/top",
            path + "/users/ann",
            path + "/user?userId=ann",
            path + "/users/ann/around",
            path + "/users/nobody",
            path + "/rank-of?score=25",
            "/topk?gameId=between",
            "/rank/ann?gameId=between")) {
      assertThat(api.get(read).header("Leaderboard-Period")).as(read).isEqualTo("last");
    }
    Answer ranks = api.post(path + "/ranks", "{\"userIds\":[\"ann\",\"bob\"]}");
    assertThat(ranks.header("Leaderboard-Period")).isEqualTo("last");
    assertThat(ranks.json().get("missing").toString()).isEqualTo("[\"bob\"]");
    assertThat(api.get(path + "/rank-of?score=25").json().get("rank").asInt()).isEqualTo(2);
    assertThat(api.get("/topk?gameId=between").body())
        .isEqualTo("[{\"userId\":\"ann\",\"score\":30},{\"userId\":\"cid\",\"score\":20}]");
    assertThat(api.get("/v1/games/between/users/ann").body())
        .isEqualTo(
            "{\"userId\":\"ann\",\"boards\":[{\"boardId\":\"b\",\"period\":\"last\","
                + "\"state\":\"ended\",\"rank\":1,\"userId\":\"ann\",\"score\":30}]}");
    assertThat(api.get("/v1/games/between/users/bob").body())
        .isEqualTo("{\"userId\":\"bob\",\"boards\":[]}");
  }

  @Test
  void beforeTheFirstSeasonAnEmptyPageSaysWhenItStarts() {
    BoardDefinition board = TestGames.seasons("b", COMING);
    stack.define(TestArchives.game("ahead", 0, board));
    String path = "/v1/games/ahead/boards/b";
    String expected =
        "{\"gameId\":\"ahead\",\"boardId\":\"b\",\"period\":\"coming\",\"state\":\"upcoming\","
            + "\"start\":\"%s\",\"total\":0,\"items\":[]}"
                .formatted(Instant.ofEpochMilli(COMING.start()));
    assertThat(api.get(path + "/top").body()).isEqualTo(expected);
    assertThat(api.get(path + "/top?period=coming").body()).isEqualTo(expected);
    assertThat(api.get("/topk?gameId=ahead").body()).isEqualTo("[]");
    Answer user = api.get("/v1/games/ahead/users/ann");
    assertThat(user.status()).isEqualTo(200);
    assertThat(user.body()).isEqualTo("{\"userId\":\"ann\",\"boards\":[]}");
    assertThat(api.get(path + "/users/ann").problem()).isEqualTo("not-ranked");
    assertThat(api.get(path + "/periods").body()).isEqualTo("{\"items\":[]}");
  }

  /** What says a state says the same, and finishes are those of archived periods. */
  @Test
  void aPeriodIsEndedThenClosedThenArchivedWhoeverIsAsked() {
    BoardDefinition board = TestGames.seasons("b", LAST, COMING);
    stack.define(TestArchives.game("life", 0, board, TestGames.allTime("all-time", Order.DESC)));
    boards.put("life", "all-time", "ann", -30);
    boards.put("life", board, "last", "ann", 30, LAST.start());
    assertSaid("life", "ended");
    for (int partition = 0; partition < Stack.PARTITIONS; partition++) {
      boards.closed("life", partition, LAST.end());
    }
    await().untilAsserted(() -> assertSaid("life", "closed"));
    assertThat(api.get("/v1/games/life/users/ann/finishes").body()).isEqualTo("{\"items\":[]}");

    // Its manifest is written, and cannot be read here yet.
    long written = stack.writeFinal(new byte[] {1});
    CassandraTables tables = CassandraTables.shared();
    tables.applied("archives", 0, written - 1);
    List<String> lists =
        List.of("/v1/games/life/boards/b/periods", "/v1/games/life/users/ann/finishes");
    await()
        .untilAsserted(
            () -> {
              for (String list : lists) {
                assertThat(api.get(list).header("Leaderboard-Stale")).as(list).isEqualTo("true");
              }
            });
    assertSaid("life", "closed");

    FinalManifest manifest =
        new FinalManifest(
            new FinalPeriod("life", "b", "last"),
            LAST.start(),
            LAST.end(),
            1,
            0,
            1,
            3,
            "digest",
            NOW,
            FinalFacts.UNKNOWN);
    tables.archive(manifest, TestArchives.three());
    tables.applied("archives", 0, written);
    await().untilAsserted(() -> assertSaid("life", "archived"));
    for (String list : lists) {
      await().untilAsserted(() -> assertThat(api.get(list).header("Leaderboard-Stale")).isEmpty());
      Answer found = api.get(list);
      assertThat(found.json().get("items").get(0).get("period").asString()).isEqualTo("last");
    }

    boards.redis().keys("*:life:b:*").forEach(key -> boards.redis().del(key));
    await().untilAsserted(() -> assertThat(top("life").path("total").asInt()).isEqualTo(3));
    assertSaid("life", "archived");
  }

  @Test
  void aSeasonThatWasRenamedStaysReadableUnderTheNameThatItWasAnnouncedBy() {
    BoardDefinition before = TestGames.seasons("b", new Season("cup", LAST.start(), LAST.end()));
    GameDefinition game = TestArchives.game("renamed", 0, before);
    stack.define(game);
    announce("renamed", new Period("cup", LAST.start(), LAST.end()), FinalRules.of(game, before));
    BoardDefinition after =
        TestGames.seasons("b", new Season("cup-of-tea", LAST.start(), LAST.end()), COMING);
    stack.redefine(TestArchives.game("renamed", 0, after), 1);
    boards.put("renamed", after, "2.k3a", "cup-of-tea", "ann", 30, LAST.start());
    boards.switched("renamed", "2.k3a");
    String path = "/v1/games/renamed/boards/b";
    await()
        .untilAsserted(
            () -> assertThat(listed(path)).containsExactly("cup archived", "cup-of-tea ended"));
    JsonNode cup = api.get(path + "/top?period=cup").json();
    assertThat(cup.path("period").asString()).isEqualTo("cup");
    assertThat(cup.path("state").asString()).isEqualTo("archived");
    assertThat(cup.path("total").asInt()).isEqualTo(3);
    assertThat(api.get(path + "/users/cid?period=cup").json().get("rank").asInt()).isEqualTo(3);
    assertThat(api.get(path + "/users/nobody?period=cup").problem()).isEqualTo("not-ranked");
    assertThat(api.get(path + "/users/cid/around?period=cup").json().get("items")).hasSize(3);
    assertThat(api.get(path + "/rank-of?score=25&period=cup").json().get("rank").asInt())
        .isEqualTo(3);
    assertThat(api.post(path + "/ranks?period=cup", "{\"userIds\":[\"cid\"]}").json().get("items"))
        .hasSize(1);
    assertThat(api.get("/v1/games/renamed/users/ann/finishes").body()).contains("\"cup\"");
    try (StreamClient client = new StreamClient()) {
      assertThat(client.open(api.port(), path + "/stream?period=cup").join().statusCode())
          .isEqualTo(200);
      await().until(() -> client.lastData().contains("\"state\":\"archived\""));
    }
    // What was never announced is none.
    assertThat(api.get(path + "/top?period=plate").json().get("field").asString())
        .isEqualTo("period");
  }

  @Test
  void periodsOfFormerCalendarsAreListedAndReadableWhateverTheBoardHasNow() {
    GameDefinition daily = TestArchives.game("calendars", 0, of(PeriodKind.DAILY));
    stack.define(daily);
    List<String> days = List.of("2025-03-02", "2025-03-01", "2025-02-28", "2025-02-27");
    for (String day : days) {
      announce("calendars", day(day), FinalRules.of(daily, of(PeriodKind.DAILY)));
    }
    BoardDefinition weekly = of(PeriodKind.WEEKLY);
    stack.redefine(TestArchives.game("calendars", 0, weekly), 1);
    for (String week : List.of("2025-W10", "2025-W09", "2025-W08")) {
      boards.put("calendars", weekly, "2.k4a", week, "ann", 30, LAST.start());
    }
    boards.switched("calendars", "2.k4a");
    String path = "/v1/games/calendars/boards/b";
    // A day and a week that end together follow each other by name.
    List<String> expected =
        List.of(
            "2025-W10 ended",
            "2025-03-02 archived",
            "2025-W09 ended",
            "2025-03-01 archived",
            "2025-02-28 archived",
            "2025-02-27 archived",
            "2025-W08 ended");
    await().untilAsserted(() -> assertThat(listed(path)).isEqualTo(expected));
    for (int limit = 1; limit <= 8; limit++) {
      assertThat(walked(path, limit)).as("%d a page", limit).isEqualTo(expected);
    }
    assertReadable(path, expected);

    stack.redefine(TestArchives.game("calendars", 0, of(PeriodKind.ALL_TIME)), 2);
    boards.put("calendars", of(PeriodKind.ALL_TIME), "3.k5a", "all-time", "ann", 30, LAST.start());
    boards.switched("calendars", "3.k5a");
    List<String> without =
        List.of(
            "all-time open",
            "2025-03-02 archived",
            "2025-03-01 archived",
            "2025-02-28 archived",
            "2025-02-27 archived");
    await().untilAsserted(() -> assertThat(walked(path, 2)).isEqualTo(without));
    assertReadable(path, without);
    // A 503, while it is not sure that all of the announcements are read.
    for (String none : List.of("2025-W10", "2025-03-03")) {
      await()
          .untilAsserted(
              () -> assertThat(api.get(path + "/top?period=" + none).status()).isEqualTo(400));
    }
  }

  private static BoardDefinition of(PeriodKind kind) {
    return BoardDefinition.withDefaults("b", kind);
  }

  private static Period day(String day) {
    long start = Instant.parse(day + "T00:00:00Z").toEpochMilli();
    return new Period(day, start, start + DAY);
  }

  private static void assertReadable(String path, List<String> periods) {
    for (String each : periods) {
      String period = each.substring(0, each.indexOf(' '));
      JsonNode page = api.get(path + "/top?period=" + period).json();
      assertThat(page.path("period").asString("") + " " + page.path("state").asString(""))
          .isEqualTo(each);
      assertThat(page.path("items").path(0).path("userId").asString("")).isEqualTo("ann");
    }
  }

  private static List<String> listed(String path) {
    return walked(path, 1_000);
  }

  private static List<String> walked(String path, int limit) {
    List<String> seen = new ArrayList<>();
    String next = "";
    do {
      String cursor = next.isEmpty() ? "" : "&cursor=" + next;
      JsonNode page = api.get(path + "/periods?limit=" + limit + cursor).json();
      page.path("items")
          .forEach(
              each -> seen.add(each.get("period").asString() + " " + each.get("state").asString()));
      next = page.path("next").asString("");
    } while (!next.isEmpty() && seen.size() < 100);
    return seen;
  }

  /** Announces a period with three users in it, and archives it. */
  private static void announce(String game, Period period, FinalRules rules) {
    FinalManifest manifest =
        new FinalManifest(
            new FinalPeriod(game, "b", period.id()),
            period.start(),
            period.end(),
            1,
            0,
            1,
            3,
            "digest",
            NOW,
            new FinalFacts(stack.topicId(), period.end(), period.end(), rules));
    stack.announce(manifest);
    CassandraTables.shared().archive(manifest, TestArchives.three());
  }

  private static JsonNode top(String game) {
    return api.get("/v1/games/" + game + "/boards/b/top").json();
  }

  private static void assertSaid(String game, String state) {
    String path = "/v1/games/" + game;
    List<String> said = new ArrayList<>();
    said.add(top(game).path("state").asString(""));
    said.add(api.get(path + "/boards/b/users/ann/around").json().path("state").asString(""));
    for (String list : List.of(path + "/boards/b/periods", path + "/users/ann")) {
      JsonNode found = api.get(list).json();
      (found.has("items") ? found.get("items") : found.get("boards"))
          .forEach(
              each -> {
                if (each.get("period").asString().equals("last")) {
                  said.add(each.path("state").asString(""));
                }
              });
    }
    assertThat(said).containsExactly(state, state, state, state);
  }
}
