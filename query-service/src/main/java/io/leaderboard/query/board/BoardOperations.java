package io.leaderboard.query.board;

import static io.leaderboard.web.openapi.Member.always;
import static io.leaderboard.web.openapi.Member.maybe;

import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.topic.PositionToken;
import io.leaderboard.query.freshness.After;
import io.leaderboard.query.web.ReadOperations;
import io.leaderboard.web.CursorText;
import io.leaderboard.web.openapi.Answer;
import io.leaderboard.web.openapi.Example;
import io.leaderboard.web.openapi.Member;
import io.leaderboard.web.openapi.Operation;
import io.leaderboard.web.openapi.Shape;
import io.leaderboard.web.openapi.Shapes;

/** What the routes of boards tell of themselves, and what they have in common. */
public final class BoardOperations {
  /** The game of a path or query. */
  public static final Member GAME = always("gameId", Shapes.name().example("football"));

  /** Which positions must be applied. */
  public static final Member AFTER =
      maybe(
          After.PARAMETER,
          Shapes.matching(PositionToken.PATTERN + "(," + PositionToken.PATTERN + ")*")
              .described(
                  "Positions of submissions that the answer must show; waits for them up to 2 s"));

  /** What may still happen to a period. */
  public static final Shape STATE =
      Shapes.choice(PeriodState.texts())
          .described(
              "upcoming; open; ended: late events may still come; closed: by the log, the final"
                  + " standings are being written; archived: they are written and can be read");

  /** Consecutive entries. */
  public static final Shape PAGE =
      Shapes.record(
          Page.class,
          always("state", STATE),
          maybe("start", Shapes.time().described("Of a period that is upcoming")),
          always("total", Shapes.whole(0).described("Entries of the whole board")),
          always("items", Shapes.list(entry())),
          maybe("next", Shapes.text().described("Cursor of what follows, missing on the last")));

  private static final Member PERIOD =
      maybe("period", Shapes.name().described("all-time, 2026-11-21, 2026-W47, 2026-11, a season"));

  private static final Member TAG =
      maybe("ETag", Shapes.matching("W/\".+\"").described("Of the content; not with after"));

  private static final String TOP_TWO =
      """
      {"gameId":"football","boardId":"all-time","period":"all-time","state":"open","total":3,\
      "items":[{"rank":1,"userId":"ann","displayName":"Ann","country":"IE","score":1500},\
      {"rank":2,"userId":"bob","score":1200}],"next":"Af________tQYm9i"}""";

  static final Operation TOP =
      ofBoard("boards", "getTop", "The top of a board")
          .query(
              maybe(
                  "limit",
                  Shapes.whole(1, BoardRoutes.MAX_LIMIT).absent(BoardRoutes.DEFAULT_LIMIT)),
              maybe(
                  CursorText.PARAMETER,
                  Shapes.text(Cursor.MAX_LENGTH).described("The next of the list before")))
          .headers(maybe("If-None-Match", Shapes.text().described("ETags that are known")))
          .answers(
              ReadOperations.fresh("The page", PAGE).with(TAG),
              ReadOperations.dated(Answer.empty(304, "The page is known")).with(TAG))
          .examples(
              Example.named("first-two").with("limit", 2).gets(200, TOP_TWO),
              Example.named("of-a-month")
                  .with("boardId", "monthly")
                  .with("period", "1999-12")
                  .gets(
                      200,
                      """
                      {"gameId":"football","boardId":"monthly","period":"1999-12",\
                      "state":"open","total":0,"items":[]}"""),
              Example.named("read-your-write")
                  .with("limit", 2)
                  .with("after", "0:0")
                  .gets(200, TOP_TWO),
              Example.named("known").with("If-None-Match", "*").gets(304))
          .refusesField(
              "limit",
              "must be a whole number from 1 to 1000",
              Example.named("large-limit").with("limit", 1_001))
          .refusesField(
              CursorText.PARAMETER,
              "must be the 'next' of the list before",
              Example.named("other-cursor").with(CursorText.PARAMETER, "!"));

  static final Operation TOP_K =
      ofMainBoard("short", "getTopK", "The top of the game's main board")
          .query(
              GAME,
              maybe("k", Shapes.whole(1, BoardRoutes.MAX_LIMIT).absent(BoardRoutes.DEFAULT_LIMIT)),
              PERIOD,
              AFTER)
          .answers(
              ReadOperations.fresh(
                  "The users, best first", Shapes.list(Shapes.record(ShownPage.TopUser.class))))
          .examples(
              Example.named("two")
                  .with("k", 2)
                  .gets(
                      200,
                      "[{\"userId\":\"ann\",\"score\":1500},{\"userId\":\"bob\",\"score\":1200}]"))
          .refusesField(
              "k", "must be a whole number from 1 to 1000", Example.named("no-k").with("k", 0))
          .refuses(
              BoardProblems.unknownGame("cricket").problem(),
              Example.named("unknown-game").with("gameId", "cricket"));

  private BoardOperations() {}

  /** An entry of a page. */
  private static Shape entry() {
    return Shapes.record(
        Entry.class,
        always("rank", Shapes.whole(1).described("1 for the best")),
        always("userId", Shapes.userId()),
        maybe("reachedAt", Shapes.time().described("Where the earliest of equal scores is ahead")));
  }

  /**
   * An operation of a route below {@link BoardRequest#PATTERN} that shows one period, with the
   * problems of all of them.
   *
   * @param more variables of the path that follow
   */
  public static Operation ofBoard(String tag, String id, String summary, Member... more) {
    return ofAnyPeriod(tag, id, summary, more)
        .query(PERIOD)
        .refusesField(
            "period",
            "must be all-time: the board has no other",
            Example.named("other-period").with("period", "2026-11"));
  }

  /** The same of a route that shows no period in particular. */
  public static Operation ofAnyPeriod(String tag, String id, String summary, Member... more) {
    Operation operation =
        Operation.of(tag, id, summary)
            .path(GAME, always("boardId", Shapes.name().example("all-time")))
            .path(more)
            .query(AFTER)
            .refusesField(
                After.PARAMETER,
                "must be partition:offset, such as 3:1042",
                Example.named("no-position").with(After.PARAMETER, "now"))
            .refuses(
                BoardProblems.unknownGame("cricket").problem(),
                Example.named("unknown-game").with("gameId", "cricket"))
            .refuses(
                BoardProblems.unknownBoard(GameDefinition.automatic("football"), "yearly")
                    .problem(),
                Example.named("unknown-board").with("boardId", "yearly"))
            .refuses(
                BoardProblems.boardFilling(
                        new BoardFillingException("football", "all-time"), ReadOperations.SHARE)
                    .problem());
    return ReadOperations.read(operation);
  }

  /** An operation of a route that reads the main board of a game. */
  public static Operation ofMainBoard(String tag, String id, String summary) {
    return ReadOperations.read(
        Operation.of(tag, id, summary)
            .described("That of the id all-time, or else the game's first."));
  }

  /** The parameters of {@link #ofMainBoard} besides the game. */
  public static Member period() {
    return PERIOD;
  }
}
