package io.leaderboard.ingest.health;

import static io.leaderboard.web.openapi.Member.always;
import static io.leaderboard.web.openapi.Member.maybe;

import io.leaderboard.web.openapi.Answer;
import io.leaderboard.web.openapi.Example;
import io.leaderboard.web.openapi.Member;
import io.leaderboard.web.openapi.Operation;
import io.leaderboard.web.openapi.Shape;
import io.leaderboard.web.openapi.Shapes;

/** What the route of health tells of itself. */
final class IngestHealthOperations {
  private static final Member STATUS = always("status", Shapes.choice("up", "down"));

  private static final Shape REPORT =
      Shapes.object(
          "Health",
          STATUS,
          always(
              "parts",
              Shapes.object(
                  always(
                      "log",
                      Shapes.object(
                          STATUS,
                          maybe("detail", Shapes.text()),
                          maybe("partitions", Shapes.whole(1)))),
                  always("kafka", Shapes.object(STATUS)),
                  always("producer", Shapes.object(STATUS, always("inFlight", Shapes.whole(0)))))));

  static final Operation HEALTH =
      Operation.of("operations", "getHealth", "Whether scores can be taken now")
          .answers(Answer.json(200, "They can", REPORT), Answer.json(503, "They cannot", REPORT))
          .examples(
              Example.named("up")
                  .gets(
                      200,
                      """
                      {"status":"up","parts":{"log":{"status":"up","partitions":8},\
                      "kafka":{"status":"up"},"producer":{"status":"up","inFlight":0}}}"""));

  private IngestHealthOperations() {}
}
