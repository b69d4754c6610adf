package io.leaderboard.query.period;

import static io.leaderboard.web.openapi.Member.always;
import static io.leaderboard.web.openapi.Member.maybe;

import io.leaderboard.query.board.BoardOperations;
import io.leaderboard.query.web.ListLimit;
import io.leaderboard.query.web.ReadOperations;
import io.leaderboard.web.CursorText;
import io.leaderboard.web.openapi.Example;
import io.leaderboard.web.openapi.Operation;
import io.leaderboard.web.openapi.Shape;
import io.leaderboard.web.openapi.Shapes;

/** What the route of periods tells of itself. */
final class PeriodOperations {
  private static final Shape ENTRY =
      Shapes.record(
          PeriodEntry.class,
          maybe("start", Shapes.time()),
          maybe("end", Shapes.time().described("Exclusive; missing, as start, for all time")),
          always("state", BoardOperations.STATE));

  static final Operation LIST =
      BoardOperations.ofAnyPeriod("boards", "listPeriods", "The periods with scores, newest first")
          .query(
              ListLimit.MEMBER,
              maybe(
                  CursorText.PARAMETER,
                  Shapes.text(PeriodCursor.MAX_LENGTH).described("The next of the list before")))
          .answers(
              ReadOperations.fresh(
                  "Periods",
                  Shapes.record(
                      PeriodRoutes.PeriodList.class, always("items", Shapes.list(ENTRY)))))
          .examples(
              Example.named("all-time")
                  .gets(
                      200,
                      "{\"items\":[{\"period\":\"all-time\",\"state\":\"open\",\"total\":3}]}"))
          .refusesField(
              "cursor",
              "must be the 'next' of the list before",
              Example.named("other-cursor").with("cursor", "!"));

  private PeriodOperations() {}
}
