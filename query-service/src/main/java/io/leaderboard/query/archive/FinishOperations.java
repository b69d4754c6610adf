package io.leaderboard.query.archive;

import static io.leaderboard.web.openapi.Member.always;
import static io.leaderboard.web.openapi.Member.maybe;

import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.query.board.BoardOperations;
import io.leaderboard.query.board.BoardProblems;
import io.leaderboard.query.web.ListLimit;
import io.leaderboard.query.web.ReadOperations;
import io.leaderboard.web.CursorText;
import io.leaderboard.web.Problem;
import io.leaderboard.web.openapi.Example;
import io.leaderboard.web.openapi.Operation;
import io.leaderboard.web.openapi.Shapes;
import java.time.Duration;

/** What the route of finishes tells of itself. */
final class FinishOperations {
  static final Operation LIST =
      Operation.of("archive", "listFinishes", "How a user ended in closed periods, newest first")
          .path(BoardOperations.GAME, always("userId", Shapes.userId().example("ann")))
          .query(
              maybe("boardId", Shapes.name().described("One board; all of them when missing")),
              ListLimit.MEMBER,
              maybe(
                  CursorText.PARAMETER,
                  Shapes.text(FinishCursor.MAX_LENGTH).described("The next of the list before")))
          .answers(
              ReadOperations.perhapsFresh("Finishes", Shapes.record(FinishRoutes.FinishList.class)))
          .examples(Example.named("none-yet").gets(200, "{\"items\":[]}"))
          .refusesField(
              "limit",
              "must be a whole number from 1 to 1000",
              Example.named("no-limit").with("limit", 0))
          .refuses(
              BoardProblems.unknownGame("cricket").problem(),
              Example.named("unknown-game").with("gameId", "cricket"))
          .refuses(
              BoardProblems.unknownBoard(GameDefinition.automatic("football"), "yearly").problem(),
              Example.named("unknown-board").with("boardId", "yearly"))
          .refuses(Problem.unavailable("Cassandra cannot be reached now", Duration.ofSeconds(1)));

  private FinishOperations() {}
}
