package io.leaderboard.query.games;

import static io.leaderboard.web.openapi.Member.always;
import static io.leaderboard.web.openapi.Member.maybe;

import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.query.board.BoardOperations;
import io.leaderboard.query.board.BoardProblems;
import io.leaderboard.query.web.ListLimit;
import io.leaderboard.query.web.ReadOperations;
import io.leaderboard.web.Json;
import io.leaderboard.web.Problem;
import io.leaderboard.web.openapi.DefinitionShapes;
import io.leaderboard.web.openapi.Example;
import io.leaderboard.web.openapi.Operation;
import io.leaderboard.web.openapi.Shape;
import io.leaderboard.web.openapi.Shapes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** What the routes of games tell of themselves. */
final class GamesOperations {
  private static final Shape GAME =
      DefinitionShapes.stored(
          maybe(
              "users",
              Shapes.whole(0).described("How many are on it in its current period, if known")));

  private static final String FOOTBALL =
      new String(
          Json.write(
              SizedGame.of(
                  GameDefinition.automatic("football"),
                  Map.of("all-time", 3L, "monthly", 0L, "weekly", 0L, "daily", 0L))),
          StandardCharsets.UTF_8);

  private static final Problem NOT_OPEN =
      Problem.unavailable("the log is not open yet", Duration.ofSeconds(1));

  static final Operation LIST =
      Operation.of("games", "listGames", "The games, by id")
          .query(
              maybe("active", Shapes.flag().described("Only those that take scores, or do not")),
              ListLimit.MEMBER,
              maybe("cursor", Shapes.text(128).described("The next of the list before")))
          .answers(
              ReadOperations.perhapsFresh(
                  "Definitions",
                  Shapes.object(
                      "Games",
                      always("items", Shapes.list(GAME)),
                      maybe("next", Shapes.text().described("Missing on the last page")))))
          .examples(
              Example.named("active")
                  .with("active", true)
                  .with("limit", 10)
                  .gets(200, "{\"items\":[" + FOOTBALL + "]}"))
          .refusesField(
              "limit",
              "must be a whole number from 1 to 1000",
              Example.named("large-limit").with("limit", 1_001))
          .refusesField(
              "cursor",
              "must be the 'next' of the list before",
              Example.named("other-cursor").with("cursor", "!"))
          .refuses(NOT_OPEN);

  static final Operation GET =
      Operation.of("games", "getGame", "A game with how many are on its boards")
          .path(BoardOperations.GAME)
          .answers(ReadOperations.perhapsFresh("The definition", GAME))
          .examples(Example.named("football").gets(200, FOOTBALL))
          .refusesField(
              "gameId",
              "must be 1 to 64 characters of A-Z, a-z, 0-9, '.', '_' and '-', the first a letter or"
                  + " digit",
              Example.named("no-game-id").with("gameId", "-"))
          .refuses(
              BoardProblems.unknownGame("cricket").problem(),
              Example.named("unknown-game").with("gameId", "cricket"))
          .refuses(NOT_OPEN);

  private GamesOperations() {}
}
