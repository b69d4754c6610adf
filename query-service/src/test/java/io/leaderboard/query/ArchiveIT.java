package io.leaderboard.query;

import static io.leaderboard.query.TestArchives.DAY;
import static io.leaderboard.query.TestArchives.START;
import static io.leaderboard.query.TestArchives.close;
import static io.leaderboard.query.TestArchives.daily;
import static io.leaderboard.query.TestArchives.entries;
import static io.leaderboard.query.TestArchives.game;
import static io.leaderboard.query.TestArchives.manifest;
import static io.leaderboard.query.TestArchives.three;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.finals.FinalEntry;
import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.reference.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Periods that Redis no longer holds. */
class ArchiveIT {
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

  private static void leaveRedis(String game, BoardDefinition board) {
    for (String key : boards.redis().keys("*:" + game + ":" + board.id() + ":*")) {
      boards.redis().del(key);
    }
  }

  @Test
  void anArchivedPeriodIsShownJustAsWhenItWasLive() {
    Seed seed = Seed.fresh();
    System.err.println("Archives of " + seed);
    Random random = seed.random();
    List<BoardDefinition> definitions =
        List.of(
            daily("shared", Order.DESC, Ties.SHARED, 1),
            daily("earliest", Order.ASC, Ties.EARLIEST, 1),
            daily("wide", Order.ASC, Ties.SHARED, 3));
    stack.define(game("season", 1, definitions.toArray(BoardDefinition[]::new)));
    close(boards, "season");
    for (BoardDefinition board : definitions) {
      String path = "/v1/games/season/boards/" + board.id();
      List<FinalEntry> entries = entries(board, 330, random);
      for (FinalEntry entry : entries) {
        long reachedAt = entry.reachedAt() == null ? START : entry.reachedAt();
        boards.put("season", board, DAY, entry.userId(), entry.score(), reachedAt);
      }
      await()
          .until(
              () -> api.get(path + "/top?period=" + DAY).json().get("state").asString(),
              "closed"::equals);
      List<String> asked = questions(path, entries, random);
      List<JsonNode> live = asked.stream().map(ArchiveIT::shown).toList();
      List<JsonNode> pages = walk(path, 7, "");
      List<JsonNode> wide = walk(path, 1_000, "");
      String cursor = pages.get(9).get("next").asString();

      leaveRedis("season", board);
      CassandraTables.shared()
          .archive(manifest("season", board.id(), DAY, 1, 1, entries.size()), entries);
      await()
          .until(
              () -> api.get(path + "/top?period=" + DAY).json().get("state").asString(),
              "archived"::equals);
      for (int i = 0; i < asked.size(); i++) {
        assertThat(shown(asked.get(i))).as("%s %s", seed, asked.get(i)).isEqualTo(live.get(i));
      }
      assertThat(items(walk(path, 7, ""))).as("%s", seed).isEqualTo(items(pages));
      assertThat(items(walk(path, 1_000, ""))).isEqualTo(items(wide)).hasSize(entries.size());
      assertThat(items(walk(path, 100, ""))).isEqualTo(items(wide));
      // A cursor of the live board goes on in the archive.
      assertThat(items(walk(path, 7, cursor))).isEqualTo(items(pages.subList(10, pages.size())));
    }
  }

  /** What is asked of the live and of the archived period. */
  private static List<String> questions(String path, List<FinalEntry> entries, Random random) {
    List<String> asked = new ArrayList<>();
    for (int i : List.of(0, 1, 99, 100, 101, 329, random.nextInt(330), random.nextInt(330))) {
      String user = path + "/users/" + Api.encoded(entries.get(i).userId());
      asked.add(user + "?period=" + DAY);
      asked.add(user + "/around?radius=3&period=" + DAY);
    }
    asked.add(path + "/users/nobody?period=" + DAY);
    asked.add(path + "/users/nobody/around?period=" + DAY);
    for (String score : List.of("50", "-1000", "1000", "12.3")) {
      asked.add(path + "/rank-of?score=" + score + "&period=" + DAY);
    }
    return asked;
  }

  /** Without the state, which is the only thing that changes. */
  private static JsonNode shown(String path) {
    JsonNode shown = api.get(path).json();
    if (shown instanceof ObjectNode object) {
      object.remove("state");
    }
    return shown;
  }

  private static List<JsonNode> walk(String path, int limit, String from) {
    List<JsonNode> pages = new ArrayList<>();
    String next = from;
    do {
      String cursor = next.isEmpty() ? "" : "&cursor=" + next;
      JsonNode page = api.get(path + "/top?period=" + DAY + "&limit=" + limit + cursor).json();
      assertThat(page.path("items").size()).as(page.toString()).isPositive();
      pages.add(page);
      next = page.path("next").asString("");
    } while (!next.isEmpty());
    return pages;
  }

  private static List<JsonNode> items(List<JsonNode> pages) {
    List<JsonNode> items = new ArrayList<>();
    pages.forEach(page -> page.get("items").forEach(items::add));
    return items;
  }

  @Test
  void friendsAreRankedInAnArchiveToo() {
    BoardDefinition board = daily("d", Order.DESC, Ties.SHARED, 1);
    stack.define(game("friends", 0, board));
    close(boards, "friends");
    CassandraTables.shared().archive(manifest("friends", "d", DAY, 1, 0, 3), three());
    String path = "/v1/games/friends/boards/d/ranks?period=" + DAY;
    await()
        .untilAsserted(
            () ->
                assertThat(api.post(path, "{\"userIds\":[\"cid\",\"nobody\",\"bob\"]}").body())
                    .isEqualTo(
                        "{\"items\":[{\"rank\":1,\"userId\":\"bob\",\"score\":30,\"rankAmong\":1},"
                            + "{\"rank\":3,\"userId\":\"cid\",\"score\":20,\"rankAmong\":2}],"
                            + "\"missing\":[\"nobody\"]}"));
  }

  @Test
  void whatIsNotArchivedWholeIsNotShown() {
    BoardDefinition board = daily("d", Order.DESC, Ties.SHARED, 1);
    stack.define(game("partial", 0, board));
    close(boards, "partial");
    FinalManifest manifest = manifest("partial", "d", DAY, 1, 0, 3);
    String top = "/v1/games/partial/boards/d/top?period=" + DAY;
    String finishes = "/v1/games/partial/users/ann/finishes";
    CassandraTables.shared().pages(manifest.period(), three());
    CassandraTables.shared().ranks(manifest, three());
    await()
        .untilAsserted(
            () ->
                assertThat(api.get(top).body())
                    .contains("\"state\":\"closed\",\"total\":0,\"items\":[]"));
    assertThat(api.get(finishes).body()).isEqualTo("{\"items\":[]}");
    assertThat(api.get("/v1/games/partial/boards/d/periods").body()).isEqualTo("{\"items\":[]}");
    CassandraTables.shared().manifest(manifest);
    await()
        .untilAsserted(
            () ->
                assertThat(api.get(top).body())
                    .contains("\"state\":\"archived\",\"total\":3,\"items\":[{\"rank\":1,"));
    assertThat(api.get(finishes).json().get("items")).hasSize(1);
  }

  @Test
  void aPeriodThatIsNowhereIsEmptyOnlyWhenTheArchiveHasEverything() {
    stack.define(game("nowhere", 0, daily("d", Order.DESC, Ties.SHARED, 1)));
    close(boards, "nowhere");
    String top = "/v1/games/nowhere/boards/d/top?period=" + DAY;
    CassandraTables tables = CassandraTables.shared();
    long end = stack.writeFinal(new byte[] {1});
    tables.applied("archives", 0, end - 1);
    await()
        .untilAsserted(
            () -> {
              Api.Answer behind = api.get(top);
              assertThat(behind.status()).isEqualTo(503);
              assertThat(behind.header("Retry-After")).isEqualTo("1");
              assertThat(behind.json().get("detail").asString()).contains("archive");
            });
    // Lists are served, and say that a period may be missing.
    List<String> lists =
        List.of("/v1/games/nowhere/boards/d/periods", "/v1/games/nowhere/users/ann/finishes");
    for (String list : lists) {
      assertThat(api.get(list).body()).isEqualTo("{\"items\":[]}");
      assertThat(api.get(list).header("Leaderboard-Stale")).as(list).isEqualTo("true");
    }
    tables.archive(manifest("nowhere", "d", DAY, 1, 0, 3), three());
    tables.applied("archives", 0, end);
    await()
        .untilAsserted(
            () -> {
              for (String list : lists) {
                assertThat(api.get(list).header("Leaderboard-Stale")).as(list).isEmpty();
              }
            });
    for (String list : lists) {
      assertThat(api.get(list).json().get("items")).as(list).hasSize(1);
    }
    // The end is known the moment something is written: nothing is called level that is not.
    long next = stack.writeFinal(new byte[] {1});
    for (String list : lists) {
      assertThat(api.get(list).header("Leaderboard-Stale")).as(list).isEqualTo("true");
    }
    tables.applied("archives", 0, next);
    String empty = top.replace(DAY, "2025-03-02");
    await()
        .untilAsserted(
            () -> assertThat(api.get(empty).body()).contains("\"state\":\"closed\",\"total\":0"));
  }

  @Test
  void periodsOfBothKindsAreListedNewestFirst() {
    BoardDefinition board = daily("d", Order.DESC, Ties.SHARED, 1);
    stack.define(game("both", 0, board));
    close(boards, "both");
    CassandraTables tables = CassandraTables.shared();
    List<String> days =
        List.of("2025-03-01", "2025-02-28", "2025-02-27", "2024-02-29", "1991-12-31");
    for (String day : days.subList(1, 5)) {
      tables.archive(manifest("both", "d", day, 1, 0, 3), three());
    }
    // Still in Redis, and the second one archived already.
    boards.put("both", board, "2025-03-01", "ann", 1, START);
    boards.put("both", board, "2025-02-28", "ann", 1, START);
    String path = "/v1/games/both/boards/d/periods";
    await()
        .untilAsserted(
            () ->
                assertThat(api.get(path + "?limit=3").body())
                    .startsWith(
                        "{\"items\":[{\"period\":\"2025-03-01\",\"start\":\"2025-03-01T00:00:00Z\","
                            + "\"end\":\"2025-03-02T00:00:00Z\",\"state\":\"closed\",\"total\":1},"
                            + "{\"period\":\"2025-02-28\",\"start\":\"2025-02-28T00:00:00Z\","
                            + "\"end\":\"2025-03-01T00:00:00Z\",\"state\":\"archived\",\"total\":1},"
                            + "{\"period\":\"2025-02-27\",\"start\":\"2025-02-27T00:00:00Z\","
                            + "\"end\":\"2025-02-28T00:00:00Z\",\"state\":\"archived\","
                            + "\"total\":3}],\"next\":\""));
    for (int limit = 1; limit <= 6; limit++) {
      List<String> seen = new ArrayList<>();
      String next = "";
      do {
        String cursor = next.isEmpty() ? "" : "&cursor=" + next;
        JsonNode page = api.get(path + "?limit=" + limit + cursor).json();
        page.get("items").forEach(each -> seen.add(each.get("period").asString()));
        assertThat(seen).doesNotHaveDuplicates();
        assertThat(page.path("next").asString("")).isNotEqualTo(next.isEmpty() ? "-" : next);
        next = page.path("next").asString("");
      } while (!next.isEmpty());
      assertThat(seen).isEqualTo(days);
    }
  }

  @Test
  void howAUserFinishedIsListedNewestFirstOverAllBoards() {
    BoardDefinition one = daily("one", Order.DESC, Ties.SHARED, 1);
    BoardDefinition two = daily("two", Order.DESC, Ties.SHARED, 1);
    stack.define(game("finish", 2, one, two));
    CassandraTables tables = CassandraTables.shared();
    List<String> expected = new ArrayList<>();
    for (int day = 28; day >= 1; day--) {
      String date = "2025-02-%02d".formatted(day);
      for (String board : List.of("one", "two")) {
        if (day % 3 != 0 || board.equals("two")) {
          tables.archive(manifest("finish", board, date, 1, 2, 3), three());
          expected.add(board + " " + date);
        }
      }
    }
    // Left over from an archive under other rules.
    tables.ranks(manifest("finish", "one", "2025-02-03", 7, 2, 3), three());
    tables.manifest(manifest("finish", "one", "2025-02-03", 8, 2, 3));
    String path = "/v1/games/finish/users/cid/finishes";
    assertThat(api.get(path + "?limit=1").body())
        .startsWith(
            "{\"items\":[{\"boardId\":\"one\",\"period\":\"2025-02-28\",\"rank\":3,"
                + "\"score\":0.2,\"total\":3}],\"next\":\"");
    for (int limit : List.of(1, 2, 5, 200)) {
      assertThat(finishes(path, limit, "")).isEqualTo(expected);
    }
    assertThat(finishes(path, 4, "&boardId=two"))
        .isEqualTo(expected.stream().filter(each -> each.startsWith("two")).toList());
    assertThat(api.get("/v1/games/finish/users/nobody/finishes").body())
        .isEqualTo("{\"items\":[]}");
    assertThat(api.get(path + "?boardId=three").problem()).isEqualTo("unknown-board");
    assertThat(api.get("/v1/games/none/users/cid/finishes").problem()).isEqualTo("unknown-game");
    for (String wrong : List.of("limit=0", "limit=1001", "cursor=eA", "cursor=*", "boardId=-")) {
      Api.Answer refused = api.get(path + "?" + wrong);
      assertThat(refused.status()).as(wrong).isEqualTo(400);
      assertThat(refused.json().get("field").asString()).isEqualTo(wrong.split("=", 2)[0]);
    }
  }

  private static List<String> finishes(String path, int limit, String more) {
    List<String> seen = new ArrayList<>();
    String next = "";
    do {
      String cursor = next.isEmpty() ? "" : "&cursor=" + next;
      JsonNode page = api.get(path + "?limit=" + limit + more + cursor).json();
      page.get("items")
          .forEach(
              each ->
                  seen.add(each.get("boardId").asString() + " " + each.get("period").asString()));
      assertThat(seen).doesNotHaveDuplicates();
      assertThat(page.path("next").asString("")).isNotEqualTo(next.isEmpty() ? "-" : next);
      next = page.path("next").asString("");
    } while (!next.isEmpty());
    return seen;
  }
}
