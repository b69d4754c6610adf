package io.leaderboard.query.health;

import static io.leaderboard.web.openapi.Member.always;

import io.leaderboard.query.health.HealthReport.Part;
import io.leaderboard.query.health.HealthReport.State;
import io.leaderboard.web.openapi.Answer;
import io.leaderboard.web.openapi.Example;
import io.leaderboard.web.openapi.Member;
import io.leaderboard.web.openapi.Operation;
import io.leaderboard.web.openapi.Shape;
import io.leaderboard.web.openapi.Shapes;
import java.util.Arrays;

/** What the route of health tells of itself. */
final class HealthOperations {
  private static final Member STATUS =
      always(
          "status",
          Shapes.choice(Arrays.stream(State.values()).map(State::text).toArray(String[]::new)));

  private static final Shape REPORT =
      Shapes.record(
          HealthReport.class,
          STATUS,
          always("parts", Shapes.map(Shapes.record(Part.class, STATUS))));

  static final Operation HEALTH =
      Operation.of("operations", "getHealth", "Whether reads are answered now")
          .answers(
              Answer.json(200, "They are, perhaps with something missing", REPORT),
              Answer.json(503, "They are not", REPORT))
          .examples(
              Example.named("up")
                  .gets(
                      200,
                      """
                      {"status":"up","parts":{"log":{"status":"up","detail":"1 games"},\
                      "redis":{"status":"up","detail":"reachable"},\
                      "generation":{"status":"up","detail":"7f3"},\
                      "cassandra":{"status":"up","detail":"reachable"}}}"""));

  private HealthOperations() {}
}
