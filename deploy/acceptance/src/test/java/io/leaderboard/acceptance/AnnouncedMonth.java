package io.leaderboard.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/**
 * A month that was closed, through all services: whatever the game's rules become, every read of it
 * gives what was announced, before it has left Redis and after.
 */
final class AnnouncedMonth {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String PATH = "/v1/games/closed-is-closed";
  private static final String MONTH = PATH + "/boards/month";
  private static final String ANNOUNCED = "bob 1 100, ann 2 60";

  private final Api ingest;
  private final Api query;

  AnnouncedMonth(Api ingest, Api query) {
    this.ingest = ingest;
    this.query = query;
  }

  void staysAsItWasAnnounced() {
    define("best", "UTC", 0, true);
    submit("ann", "2026-05-10T12:00:00Z", 60, "a");
    submit("ann", "2026-05-11T12:00:00Z", 60, "b");
    submit("bob", "2026-05-12T12:00:00Z", 100, "c");
    await("all of May")
        .atMost(PATIENCE)
        .until(() -> shown("top?period=2026-05"), ANNOUNCED::equals);
    Api.Answer closed = ingest.post(PATH + "/close", "{\"through\":\"2026-06-01T00:00:00Z\"}");
    assertThat(closed.status()).as(closed.body()).isEqualTo(202);
    await("May is announced and archived")
        .atMost(PATIENCE)
        .until(() -> query.get(PATH + "/users/ann/finishes").json().path("items").size() == 1);

    define("sum", "UTC", 0, true);
    changesTo("ann 1 120, bob 2 100");
    define("sum", "Asia/Tokyo", 2, true);
    changesTo("ann 1 120, bob 2 100");
    define("best", "Asia/Tokyo", 2, false);
    changesTo("bob 1 100, ann 2 60");
    define("sum", "UTC", 1, true);
    changesTo("ann 1 120, bob 2 100");

    await("May is read from the archive").atMost(PATIENCE).until(() -> state().equals("archived"));
    asItWasAnnounced();
  }

  /** The rules change at some moment until the open board shows it, and May never does. */
  private void changesTo(String open) {
    await(open)
        .atMost(PATIENCE)
        .until(
            () -> {
              asItWasAnnounced();
              String shown = PATH + "/boards/ever/top";
              return items(query.get(shown)).equals(open);
            });
    asItWasAnnounced();
  }

  /** Every read of May that is answered; the board may be away, being filled or not defined. */
  private void asItWasAnnounced() {
    String period = "?period=2026-05";
    Api.Answer top = query.get(MONTH + "/top" + period);
    if (top.status() == 200) {
      assertThat(items(top)).isEqualTo(ANNOUNCED);
    } else {
      assertThat(top.status()).as(top.body()).isIn(404, 503);
    }
    requireIf200(MONTH + "/users/ann" + period, "/rank", "2");
    requireIf200(MONTH + "/users/ann" + period, "/score", "60");
    requireIf200(MONTH + "/users/bob/around" + period, "/items/1/userId", "ann");
    requireIf200(MONTH + "/rank-of" + period + "&score=110", "/rank", "1");
    Api.Answer ranks = query.post(MONTH + "/ranks" + period, "{\"userIds\":[\"ann\",\"bob\"]}");
    if (ranks.status() == 200) {
      assertThat(items(ranks)).isEqualTo(ANNOUNCED);
    }
    requireIf200(PATH + "/users/ann/finishes", "/items/0/rank", "2");
    requireIf200(PATH + "/users/ann/finishes", "/items/0/score", "60");
    Api.Answer periods = query.get(MONTH + "/periods");
    if (periods.status() == 200) {
      for (JsonNode each : periods.json().get("items")) {
        if (each.get("period").asString().equals("2026-05")) {
          assertThat(each.toString()).contains("2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z");
          assertThat(each.get("total").asInt()).isEqualTo(2);
        }
      }
    }
  }

  private void requireIf200(String path, String pointer, String expected) {
    Api.Answer answer = query.get(path);
    JsonNode found = answer.status() == 200 ? answer.json().at(pointer) : null;
    // A game without the board lists no finishes of it.
    if (found != null && !found.isMissingNode()) {
      assertThat(found.asString()).as("%s: %s", path, answer.body()).isEqualTo(expected);
    }
  }

  private String state() {
    JsonNode items = query.get(MONTH + "/periods").json().path("items");
    return items.path(0).path("state").asString("");
  }

  private String shown(String what) {
    return items(query.get(MONTH + "/" + what));
  }

  private static String items(Api.Answer page) {
    StringBuilder text = new StringBuilder();
    for (JsonNode each : page.json().path("items")) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(each.get("userId").asString())
          .append(' ')
          .append(each.get("rank").asLong())
          .append(' ')
          .append(each.get("score").decimalValue().stripTrailingZeros().toPlainString());
    }
    return text.toString();
  }

  private void define(String aggregation, String zone, int decimals, boolean withMonth) {
    String month =
        ",{\"id\":\"month\",\"period\":\"monthly\",\"aggregation\":\"%s\"}".formatted(aggregation);
    String definition =
        """
        {"closing":"manual","timeZone":"%s","decimals":%d,"boards":[
          {"id":"ever","aggregation":"%s"}%s]}"""
            .formatted(zone, decimals, aggregation, withMonth ? month : "");
    Api.Answer defined = ingest.put(PATH + "?apply=rebuild", definition);
    assertThat(defined.status()).as(defined.body()).isIn(200, 201, 202);
  }

  private void submit(String user, String at, int score, String id) {
    Api.Answer accepted =
        ingest.post(
            PATH + "/scores",
            "{\"userId\":\"%s\",\"score\":%d,\"eventId\":\"%s\",\"occurredAt\":\"%s\"}"
                .formatted(user, score, id, at));
    assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
  }
}
