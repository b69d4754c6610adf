package io.leaderboard.ingest.closing;

import static io.leaderboard.web.openapi.Member.always;

import io.leaderboard.events.topic.PositionToken;
import io.leaderboard.ingest.game.GameProblems;
import io.leaderboard.ingest.publish.NotDelivered;
import io.leaderboard.web.openapi.Answer;
import io.leaderboard.web.openapi.Example;
import io.leaderboard.web.openapi.Operation;
import io.leaderboard.web.openapi.Shape;
import io.leaderboard.web.openapi.Shapes;

/** What the route of closings tells of itself. */
final class ClosingOperations {
  private static final Shape THROUGH =
      Shapes.time().described("Every period that ended at or before is closed; not in the future");

  private static final String NEW_YEAR = "{\"through\":\"2024-01-01T00:00:00Z\"}";

  static final Operation CLOSE =
      Operation.of("games", "closePeriods", "Closes the periods of a game")
          .described(
              "From then on scores of those periods are late: they stay in the history, and change no"
                  + " standing. Closing again changes nothing.")
          .path(always("gameId", Shapes.name().example("football")))
          .body(Shapes.object("Closing", always("through", THROUGH)), ClosingRoutes.MAX_BODY)
          .answers(
              Answer.json(
                  202,
                  "Every partition of the log has it",
                  Shapes.object(
                      "WrittenClosing",
                      always("through", Shapes.time()),
                      always(
                          "positions",
                          Shapes.list(Shapes.matching(PositionToken.PATTERN))
                              .described("One in each partition")))))
          .examples(
              Example.named("new-year")
                  .body(NEW_YEAR)
                  .gets(
                      202,
                      """
                      {"through":"2024-01-01T00:00:00Z","positions":["0:12:Xa9f2k",\
                      "1:42:Xa9f2k","2:9:Xa9f2k","3:17:Xa9f2k","4:11:Xa9f2k","5:8:Xa9f2k",\
                      "6:20:Xa9f2k","7:13:Xa9f2k"]}"""))
          .refusesField(
              "through",
              "is missing: every period that ended at or before this time is closed",
              Example.named("no-time").body("{}"))
          .refuses(
              GameProblems.unknownGame("cricket").problem(),
              Example.named("unknown-game").with("gameId", "cricket").body(NEW_YEAR))
          .refuses(ClosingWriter.notWritten(NotDelivered.UNREACHABLE).problem())
          .refuses(ClosingWriter.notWritten(NotDelivered.UNKNOWN).problem());

  private ClosingOperations() {}
}
