package io.leaderboard.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A season through all services: submitted, closed, archived, gone from Redis, and read just as it
 * was while it was live.
 */
final class ClosedSeason {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int USERS = 230;
  private static final Instant START = Instant.parse("1991-01-01T00:00:00Z");
  private static final String PATH = "/v1/games/seasons";
  private static final List<String> BOARDS = List.of("shared", "earliest");
  private static final String DEFINITION =
      """
      {"decimals":1,"closing":"manual","boards":[
        {"id":"shared","period":"seasons","retention":0,"seasons":[%1$s]},
        {"id":"earliest","period":"seasons","retention":0,"ties":"earliest","order":"asc","seasons":[%1$s]}]}"""
          .formatted(
              "{\"name\":\"1991\",\"start\":\"1991-01-01T00:00:00Z\","
                  + "\"end\":\"1992-01-01T00:00:00Z\"}");

  private final TestStack stack;
  private final Api ingest;
  private final Api query;

  ClosedSeason(TestStack stack) {
    this.stack = stack;
    this.ingest = stack.ingestApi();
    this.query = stack.queryApi();
  }

  void comesBackFromTheArchive() {
    assertThat(ingest.put(PATH, DEFINITION).status()).isEqualTo(201);
    submit();
    for (String board : BOARDS) {
      await(board).atMost(PATIENCE).until(() -> top(board, "").get("total").asInt() == USERS);
    }
    List<List<JsonNode>> live = BOARDS.stream().map(this::walk).toList();
    String user = PATH + "/boards/earliest/users/u17?period=1991";
    String neighbours = PATH + "/boards/earliest/users/u17/around?period=1991&radius=2";
    JsonNode entry = query.get(user).json();
    JsonNode around = query.get(neighbours).json().get("items");

    Api.Answer closed = ingest.post(PATH + "/close", "{\"through\":\"1992-01-01T00:00:00Z\"}");
    assertThat(closed.status()).as(closed.body()).isEqualTo(202);
    Api.Answer late = ingest.post(PATH + "/scores", score(17, "late", 999));
    assertThat(late.status()).as(late.body()).isEqualTo(202);

    for (int i = 0; i < BOARDS.size(); i++) {
      String board = BOARDS.get(i);
      await(board + " in the archive")
          .atMost(PATIENCE)
          .until(() -> top(board, "").path("state").asString(""), "archived"::equals);
      await(board + " out of Redis")
          .atMost(PATIENCE)
          .until(() -> !stack.isInRedis("seasons", board, "1991"));
      assertThat(walk(board)).as(board).isEqualTo(live.get(i)).hasSize(USERS);
      assertThat(query.get(PATH + "/boards/" + board + "/periods").json().get("items").toString())
          .contains("\"period\":\"1991\"", "\"state\":\"archived\",\"total\":" + USERS);
    }
    assertThat(query.get(user).json()).isEqualTo(entry);
    assertThat(query.get(neighbours).json().get("items")).isEqualTo(around);
    JsonNode finishes = query.get(PATH + "/users/u17/finishes").json().get("items");
    assertThat(finishes).hasSize(2);
    assertThat(finishes.get(0).get("boardId").asString()).isEqualTo("earliest");
    assertThat(finishes.get(0).get("rank")).isEqualTo(entry.get("rank"));
    historyHasEverythingThatHappened();
  }

  /** The one that came too late, the one that was sent twice, and the first. */
  private void historyHasEverythingThatHappened() {
    JsonNode items =
        await("history")
            .atMost(PATIENCE)
            .until(
                () -> query.get(PATH + "/users/u17/history").json().path("items"),
                found -> found.size() == 3);
    List<String> marks = new ArrayList<>();
    for (JsonNode item : items) {
      marks.add(
          item.get("eventId").asString()
              + (item.has("late") ? " late" : "")
              + (item.has("duplicate") ? " duplicate" : ""));
    }
    // All occurred at one moment: the later in the log comes first.
    assertThat(marks).containsExactly("late17 late", "e17 duplicate", "e17");
    assertThat(items.get(2).get("score").decimalValue()).isEqualByComparingTo("1.7");
  }

  /** Nearly everybody shares a score with somebody; the times differ. */
  private void submit() {
    List<String> batch = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      batch.add(score(i, "e", i % 40));
    }
    batch.add(score(17, "e", 17));
    String scores =
        "["
            + String.join(
                ",", batch.stream().map(s -> "{\"gameId\":\"seasons\"," + s.substring(1)).toList())
            + "]";
    Api.Answer accepted = ingest.post("/v1/scores", scores);
    assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
    assertThat(accepted.json().get("accepted").asInt()).isEqualTo(batch.size());
  }

  private static String score(int user, String event, int tenths) {
    return "{\"userId\":\"u%d\",\"score\":%d.%d,\"eventId\":\"%s%d\",\"occurredAt\":\"%s\"}"
        .formatted(
            user,
            tenths / 10,
            tenths % 10,
            event,
            user,
            START.plus(Duration.ofMinutes(USERS - user)));
  }

  private JsonNode top(String board, String more) {
    return query.get(PATH + "/boards/" + board + "/top?period=1991" + more).json();
  }

  private List<JsonNode> walk(String board) {
    List<JsonNode> items = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = top(board, "&limit=33" + cursor);
      assertThat(page.path("items").size()).as(page.toString()).isPositive();
      page.get("items").forEach(items::add);
      String next = page.path("next").asString("");
      cursor = next.isEmpty() ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());
    return items;
  }
}
