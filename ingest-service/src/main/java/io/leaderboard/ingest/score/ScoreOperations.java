package io.leaderboard.ingest.score;

import static io.leaderboard.web.openapi.Member.always;
import static io.leaderboard.web.openapi.Member.maybe;

import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.topic.PositionToken;
import io.leaderboard.ingest.game.GameProblems;
import io.leaderboard.ingest.publish.NotDelivered;
import io.leaderboard.web.openapi.Answer;
import io.leaderboard.web.openapi.Example;
import io.leaderboard.web.openapi.Member;
import io.leaderboard.web.openapi.Operation;
import io.leaderboard.web.openapi.Shape;
import io.leaderboard.web.openapi.Shapes;
import java.util.stream.Stream;

/** What the routes of single scores tell of themselves. */
final class ScoreOperations {
  static final Shape POSITION =
      Shapes.matching(PositionToken.PATTERN)
          .described("Partition, offset and mark of the log, for the after= of the query service")
          .example("3:17:Xa9f2k");

  private static final Shape EVENT_ID =
      Shapes.matching("[ -~]{1," + Identifiers.MAX_EVENT_ID + "}")
          .described("An event counts once, however often it is sent with the same id");

  private static final Shape GAME_ID = Shapes.name().example("football");

  private static final Member GAME = always("gameId", GAME_ID);

  private static final Member[] OF_SCORE = {
    always("userId", Shapes.userId()),
    always(
        "score",
        Shapes.number().described("With at most the game's decimals, and 15 digits in all")),
    maybe("eventId", EVENT_ID.described("Made by the service when it is missing")),
    maybe(
        "occurredAt",
        Shapes.time()
            .described(
                "Now when it is missing; 1900 or later, at most 5 minutes ahead, which counts as now")),
    maybe(
        "metrics",
        Shapes.map(Shapes.number())
            .with(schema -> schema.setMaxProperties(ScoreReader.MAX_METRICS))
            .described("By names of [a-z][a-zA-Z0-9]{0,31}")),
    maybe("matchId", Shapes.matching("[ -~]{1,64}")),
    maybe(
        "metadata",
        Shapes.map(Shapes.text())
            .with(schema -> schema.setMaxProperties(ScoreReader.MAX_METADATA))
            .described("1 KB in all"))
  };

  /** A score that names its game. */
  static final Shape SCORE_OF_GAME =
      Shapes.object(
          "ScoreOfGame",
          Stream.concat(Stream.of(GAME), Stream.of(OF_SCORE)).toArray(Member[]::new));

  private static final Shape SCORE =
      Shapes.object(
          "Score",
          Stream.concat(
                  Stream.of(OF_SCORE),
                  Stream.of(maybe("gameId", GAME_ID.described("That of the path"))))
              .toArray(Member[]::new));

  private static final Member IDEMPOTENCY_KEY =
      maybe(
          "Idempotency-Key",
          EVENT_ID.described("The same as eventId; when both are there they must be equal"));

  /** The header by which a trace goes on. */
  static final Member TRACE_PARENT =
      maybe("traceparent", Shapes.text().described("W3C trace context, kept with the event"));

  private static final String OF_ANN = "{\"userId\":\"ann\",\"score\":1500}";
  private static final String IN_FOOTBALL = ofGame("football");

  static final Operation OF_GAME =
      Operation.of("scores", "submitScore", "Submits a score of a game")
          .described("Answered once Kafka has the event: from then on it cannot be lost.")
          .path(always("gameId", GAME_ID))
          .headers(IDEMPOTENCY_KEY, TRACE_PARENT)
          .body(SCORE, ScoreProperties.MAX_SCORE_BYTES)
          .answers(
              Answer.json(
                  202,
                  "Kafka has it",
                  Shapes.object(
                      "AcceptedScore", always("eventId", EVENT_ID), always("position", POSITION))))
          .examples(
              Example.named("score")
                  .body(OF_ANN)
                  .gets(202, "{\"eventId\":\"0jfa1ss5o8x4e\",\"position\":\"3:17:Xa9f2k\"}"),
              Example.named("with-everything")
                  .body(
                      """
                      {"userId":"ann","score":1500,"eventId":"match-7-ann",\
                      "occurredAt":"2024-01-31T18:30:00+01:00","metrics":{"goals":3},\
                      "matchId":"match-7","metadata":{"stadium":"north"}}""")
                  .gets(202, "{\"eventId\":\"match-7-ann\",\"position\":\"3:18:Xa9f2k\"}"),
              Example.named("with-key")
                  .with("Idempotency-Key", "match-8-ann")
                  .body(OF_ANN)
                  .gets(202, "{\"eventId\":\"match-8-ann\",\"position\":\"3:19:Xa9f2k\"}"))
          .refusesField(
              "score",
              "is missing: it must be a number",
              Example.named("no-score").body("{\"userId\":\"ann\"}"))
          .refusesField(
              "speed",
              "is not a field that is known here; there are userId, score, gameId, eventId,"
                  + " occurredAt, metrics, matchId, metadata",
              Example.named("unknown-field")
                  .body("{\"userId\":\"ann\",\"score\":1500,\"speed\":3}"))
          .refusesField(
              "user",
              "is not a field that is known here: did you mean userId?",
              Example.named("misspelt-field").body("{\"user\":\"ann\",\"score\":1500}"))
          .refusesField(
              "Idempotency-Key",
              "must be the eventId of the body, or one of them must not be there",
              Example.named("two-ids")
                  .with("Idempotency-Key", "one")
                  .body("{\"userId\":\"ann\",\"score\":1500,\"eventId\":\"another\"}"))
          .refuses(
              GameProblems.unknownGame("cricket").problem(),
              Example.named("unknown-game").with("gameId", "cricket").body(OF_ANN))
          .refuses(
              ScoreProblems.inactive("retired"),
              Example.named("inactive-game").with("gameId", "retired").body(OF_ANN))
          .refuses(ScoreProblems.notDelivered(NotDelivered.UNREACHABLE, ""))
          .refuses(ScoreProblems.notDelivered(NotDelivered.UNKNOWN, "0jfa1ss5o8x4e"));

  static final Operation OF_ANY_GAME =
      Operation.of("scores", "queueScore", "Submits a score that names its game")
          .headers(IDEMPOTENCY_KEY, TRACE_PARENT)
          .body(SCORE_OF_GAME, ScoreProperties.MAX_SCORE_BYTES)
          .answers(
              Answer.json(
                  202,
                  "Kafka has it",
                  Shapes.object(
                      "QueuedScore",
                      always("status", Shapes.choice("queued")),
                      always("eventId", EVENT_ID),
                      always("position", POSITION))))
          .examples(
              Example.named("score")
                  .body(IN_FOOTBALL)
                  .gets(
                      202,
                      "{\"status\":\"queued\",\"eventId\":\"0jfa1ss5o8x4e\",\"position\":\"3:17:Xa9f2k\"}"))
          .refusesField(
              "gameId",
              "must be 1 to 64 characters of A-Z, a-z, 0-9, '.', '_' and '-', the first a letter or"
                  + " digit",
              Example.named("no-game").body(OF_ANN))
          .refuses(
              GameProblems.unknownGame("cricket").problem(),
              Example.named("unknown-game").body(ofGame("cricket")))
          .refuses(
              ScoreProblems.inactive("retired"),
              Example.named("inactive-game").body(ofGame("retired")))
          .refuses(ScoreProblems.notDelivered(NotDelivered.UNREACHABLE, ""))
          .refuses(ScoreProblems.notDelivered(NotDelivered.UNKNOWN, "0jfa1ss5o8x4e"));

  private ScoreOperations() {}

  private static String ofGame(String gameId) {
    return "{\"gameId\":\"" + gameId + "\",\"userId\":\"ann\",\"score\":1500}";
  }
}
