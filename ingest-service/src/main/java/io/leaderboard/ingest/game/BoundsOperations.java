package io.leaderboard.ingest.game;

import static io.leaderboard.web.openapi.Member.always;
import static io.leaderboard.web.openapi.Member.maybe;

import io.leaderboard.events.game.DefinitionBounds;
import io.leaderboard.ingest.publish.NotDelivered;
import io.leaderboard.web.openapi.Answer;
import io.leaderboard.web.openapi.Example;
import io.leaderboard.web.openapi.Operation;
import io.leaderboard.web.openapi.Shape;
import io.leaderboard.web.openapi.Shapes;

/** What the route of bounds tells of itself. */
final class BoundsOperations {
  private static final Shape GAMES =
      Shapes.whole(1, DefinitionBounds.MAX_GAMES).described("Most games that may be defined");

  private static final Shape DEFINITION_BYTES =
      Shapes.whole(DefinitionBounds.MIN_DEFINITION_BYTES, DefinitionBounds.MAX_DEFINITION_BYTES)
          .described("Most bytes that a definition may have in the log");

  private static final String DEFAULT = "{\"games\":10000,\"definitionBytes\":65536}";

  static final Operation GET =
      Operation.of("games", "getBounds", "How many games may be defined, and how large")
          .answers(
              Answer.json(
                  200,
                  "The bounds; empty when the log has none",
                  Shapes.object(
                      "BoundsInForce",
                      maybe("games", GAMES),
                      maybe("definitionBytes", DEFINITION_BYTES))))
          .examples(Example.named("bounds").gets(200, DEFAULT))
          .refuses(GameProblems.logNotOpen().problem());

  static final Operation PUT =
      Operation.of("games", "putBounds", "Sets how many games may be defined, and how large")
          .described(
              "From here on in the log, for every service alike. Games that are defined already"
                  + " stay.")
          .body(
              Shapes.object(
                  "Bounds", always("games", GAMES), always("definitionBytes", DEFINITION_BYTES)),
              BoundsRoutes.MAX_BODY)
          .answers(
              Answer.json(
                  200,
                  "The bounds",
                  Shapes.object(
                      "StoredBounds",
                      always("games", GAMES),
                      always("definitionBytes", DEFINITION_BYTES))))
          .examples(Example.named("default").body(DEFAULT).gets(200, DEFAULT))
          .refusesField(
              "games",
              "is missing: it must be a whole number",
              Example.named("no-games").body("{\"definitionBytes\":65536}"))
          .refusesField(
              "definitionBytes",
              "must be 1024 to 1000000",
              Example.named("large-definitions").body("{\"games\":1,\"definitionBytes\":1000001}"))
          .refuses(GameProblems.notWritten(NotDelivered.UNREACHABLE).problem())
          .refuses(GameProblems.notWritten(NotDelivered.UNKNOWN).problem());

  private BoundsOperations() {}
}
