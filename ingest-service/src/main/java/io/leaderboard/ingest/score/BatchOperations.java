package io.leaderboard.ingest.score;

import static io.leaderboard.web.openapi.Member.always;
import static io.leaderboard.web.openapi.Member.maybe;

import io.leaderboard.events.topic.Position;
import io.leaderboard.ingest.publish.NotDelivered;
import io.leaderboard.web.Problem;
import io.leaderboard.web.openapi.Answer;
import io.leaderboard.web.openapi.Example;
import io.leaderboard.web.openapi.Member;
import io.leaderboard.web.openapi.Operation;
import io.leaderboard.web.openapi.Shape;
import io.leaderboard.web.openapi.Shapes;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;

/** What the routes of many scores tell of themselves. */
final class BatchOperations {
  private static final Shape REJECTION =
      Shapes.object(
          "Rejection",
          always("index", Shapes.whole(0).described("Of the element or line, from 0")),
          maybe("field", Shapes.text()),
          always("type", Shapes.text().described("The type of the problem")),
          always("detail", Shapes.text()),
          always("retryable", Shapes.flag().described("Whether it may be taken later")),
          maybe("eventId", Shapes.text().described("To send it again with")));

  private static final List<Member> RESULT =
      List.of(
          always("accepted", Shapes.whole(0)),
          always("rejected", Shapes.list(REJECTION, 0, ScoreProperties.MAX_BATCH)),
          maybe(
              "rejectedTotal",
              Shapes.whole(0).described("Of a stream, of which the first 100 are listed")),
          maybe(
              "stoppedAt",
              Shapes.whole(0)
                  .described(
                      "The first line of a stream that is not surely in the log: sent again from"
                          + " there with firstLine, nothing counts twice and nothing is lost")),
          always(
              "positions",
              Shapes.list(ScoreOperations.POSITION).described("The last of each partition")));

  private static final List<Member> PERHAPS_RESULT =
      RESULT.stream().map(member -> Member.maybe(member.name(), member.shape())).toList();

  private static final String TWO =
      """
      [{"gameId":"football","userId":"ann","score":1500},\
      {"gameId":"football","userId":"bob","score":1200}]\
      """;

  static final Operation SCORES =
      Operation.of("scores", "submitScores", "Submits many scores, of one game or several")
          .described(
              """
              An array of 1 to 1,000 scores, or a stream of any length, a score a line, which is read \
              as fast as Kafka takes it. Each score is taken or rejected by itself.\
              """)
          .query(
              maybe(
                  StreamIds.FIRST_LINE,
                  Shapes.whole(0, StreamIds.MAX_FIRST_LINE)
                      .absent(0)
                      .described(
                          "Of a stream that is sent again from stoppedAt on: the number of its"
                              + " first line")))
          .headers(
              maybe(
                  SingleScores.IDEMPOTENCY_KEY,
                  Shapes.matching("[ -~]{1," + StreamIds.MAX_KEY + "}")
                      .described(
                          "Of a stream: a line without an eventId gets <key>-<line>; needed when"
                              + " there is one. Not with an array.")),
              ScoreOperations.TRACE_PARENT)
          .body(
              Shapes.list(ScoreOperations.SCORE_OF_GAME, 1, ScoreProperties.MAX_BATCH),
              DataSize.parse(ScoreProperties.DEFAULT_MAX_BATCH_BODY).toBytes())
          .body(
              MediaType.APPLICATION_NDJSON,
              Shapes.text().described("A ScoreOfGame a line, of at most 8,192 bytes"))
          .answers(
              Answer.json(
                  202,
                  "At least one was taken",
                  Shapes.object("TakenScores", RESULT.toArray(new Member[0]))))
          .examples(
              Example.named("array")
                  .body(TWO)
                  .gets(
                      202,
                      "{\"accepted\":2,\"rejected\":[],\"positions\":[\"1:42:Xa9f2k\",\"3:17:Xa9f2k\"]}"),
              Example.named("partly-rejected")
                  .body("[{\"gameId\":\"football\",\"userId\":\"ann\",\"score\":1500},{}]")
                  .gets(
                      202,
                      """
                      {"accepted":1,"rejected":[{"index":1,"field":"score",\
                      "type":"urn:leaderboard:problem:invalid-field",\
                      "detail":"score is missing: it must be a number","retryable":false}],\
                      "positions":["3:18:Xa9f2k"]}\
                      """),
              Example.named("lines")
                  .with("Idempotency-Key", "round-7")
                  .body(
                      MediaType.APPLICATION_NDJSON,
                      """
                      {"gameId":"football","userId":"ann","score":1500}
                      {"gameId":"football","userId":"bob","score":1200}
                      """)
                  .gets(
                      202,
                      """
                      {"accepted":2,"rejected":[],"rejectedTotal":0,\
                      "positions":["1:43:Xa9f2k","3:19:Xa9f2k"]}\
                      """))
          .refuses(
              Problem.invalidBody("must be 1 to " + ScoreProperties.MAX_BATCH + " scores"),
              Example.named("empty-array").body("[]"))
          .refuses(
              ScoreProblems.noScores(),
              Example.named("no-lines").body(MediaType.APPLICATION_NDJSON, "\n"))
          .refusesField("body", "must be an array", Example.named("no-array").body("{}"))
          .refuses(
              noEventId(),
              RESULT,
              Example.named("line-without-id")
                  .body(
                      MediaType.APPLICATION_NDJSON,
                      "{\"gameId\":\"football\",\"userId\":\"ann\",\"score\":1500}\n"))
          .refusesField(
              StreamIds.FIRST_LINE,
              "must be a whole number from 0 to " + StreamIds.MAX_FIRST_LINE,
              Example.named("no-first-line")
                  .with("firstLine", -1)
                  .body(MediaType.APPLICATION_NDJSON, "\n"))
          .refusesField(
              SingleScores.IDEMPOTENCY_KEY,
              "must not be there: every score of a batch has its own eventId",
              Example.named("array-with-key").with("Idempotency-Key", "round-7").body(TWO))
          .refuses(allRejected(), RESULT, Example.named("all-rejected").body("[{}]"))
          .refuses(unknown(), PERHAPS_RESULT)
          .refuses(ScoreProblems.tooManyStreams(16))
          .refuses(ScoreProblems.busy(), PERHAPS_RESULT);

  private BatchOperations() {}

  private static Problem allRejected() {
    Tally tally = Tally.ofBatch(Position::toString);
    Problem noScore = Problem.invalidField("score", "score is missing: it must be a number");
    tally.rejected(new Rejection(0, noScore, null));
    return tally.problem();
  }

  private static Problem noEventId() {
    Tally tally = Tally.ofStream(Position::toString);
    tally.rejected(new Rejection(0, ScoreProblems.noEventId(0), null));
    return tally.problem();
  }

  private static Problem unknown() {
    Tally tally = Tally.ofBatch(Position::toString);
    String eventId = "0jfa1ss5o8x4e";
    Problem unknown = ScoreProblems.notDelivered(NotDelivered.UNKNOWN, eventId);
    Stream.of(0, 1).forEach(index -> tally.rejected(new Rejection(index, unknown, eventId)));
    return tally.problem();
  }
}
