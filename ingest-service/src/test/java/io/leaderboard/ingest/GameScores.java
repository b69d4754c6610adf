package io.leaderboard.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.ingest.RunningIngest.Answer;

/** Scores of one game, sent to a running service. */
record GameScores(RunningIngest ingest, String game) {
  /** What the types of problems begin with. */
  static final String PROBLEM = "urn:leaderboard:problem:";

  /** Sends one to the game's route. */
  Answer post(String body, String... headers) {
    return ingest.post("/v1/games/" + game + "/scores", body, headers);
  }

  /** One that any route takes. */
  String of(String userId) {
    return "{\"userId\":\"" + userId + "\",\"score\":5,\"gameId\":\"" + game + "\"}";
  }

  /** A field is not allowed, and the problem names it. */
  static void assertRefused(Answer answer, String field) {
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(400);
    assertThat(answer.type()).isEqualTo(PROBLEM + "invalid-field");
    assertThat(answer.json().path("field").asString()).isEqualTo(field);
    assertThat(answer.json().path("detail").asString()).startsWith(field);
    assertThat(answer.response().headers().firstValue("Content-Type"))
        .hasValue("application/problem+json");
  }
}
