package io.leaderboard.query.history;

import static io.leaderboard.web.openapi.Member.always;
import static io.leaderboard.web.openapi.Member.maybe;

import io.leaderboard.query.board.BoardOperations;
import io.leaderboard.query.board.BoardProblems;
import io.leaderboard.query.web.ListLimit;
import io.leaderboard.query.web.ReadOperations;
import io.leaderboard.web.CursorText;
import io.leaderboard.web.Problem;
import io.leaderboard.web.openapi.Example;
import io.leaderboard.web.openapi.Operation;
import io.leaderboard.web.openapi.Shape;
import io.leaderboard.web.openapi.Shapes;
import java.time.Duration;

/** What the route of the history tells of itself. */
final class HistoryOperations {
  private static final Shape EVENT =
      Shapes.record(
          EventEntry.class,
          always("occurredAt", Shapes.time()),
          maybe(
              "notRepresentable",
              Shapes.flag()
                  .described("There when the game has fewer decimals now: does not count")),
          maybe("late", Shapes.flag().described("There when its period was closed already")),
          maybe("duplicate", Shapes.flag().described("There when it had been counted already")),
          maybe(
              "outOfRange",
              Shapes.list(Shapes.name())
                  .described("Boards whose sum would leave 15 digits: does not count there")),
          always("acceptedAt", Shapes.time()),
          always("position", Shapes.matching("[0-9]+:[0-9]+")));

  static final Operation LIST =
      Operation.of("archive", "listHistory", "What a user submitted to a game, newest first")
          .path(BoardOperations.GAME, always("userId", Shapes.userId().example("ann")))
          .query(
              maybe(HistoryRoutes.FROM, Shapes.time().described("Inclusive")),
              maybe(HistoryRoutes.TO, Shapes.time().described("Exclusive")),
              ListLimit.MEMBER,
              maybe(
                  CursorText.PARAMETER,
                  Shapes.text(EventPlace.MAX_LENGTH).described("The next of the list before")))
          .answers(
              ReadOperations.perhapsFresh(
                  "Events",
                  Shapes.record(
                      HistoryRoutes.EventList.class, always("items", Shapes.list(EVENT)))))
          .examples(
              Example.named("ann")
                  .gets(
                      200,
                      """
                      {"items":[{"eventId":"match-7","occurredAt":"2026-11-21T10:00:00Z",\
                      "score":1500,"acceptedAt":"2026-11-21T10:00:01Z","position":"1:7"}]}"""))
          .refusesField(
              HistoryRoutes.FROM,
              "must not be after 'to'",
              Example.named("backwards")
                  .with(HistoryRoutes.FROM, "2026-11-22T00:00:00Z")
                  .with(HistoryRoutes.TO, "2026-11-21T00:00:00Z"))
          .refuses(
              BoardProblems.unknownGame("cricket").problem(),
              Example.named("unknown-game").with("gameId", "cricket"))
          .refuses(Problem.unavailable("Cassandra cannot be reached now", Duration.ofSeconds(1)));

  private HistoryOperations() {}
}
