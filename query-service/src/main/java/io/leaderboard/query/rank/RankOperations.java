package io.leaderboard.query.rank;

import static io.leaderboard.web.openapi.Member.always;
import static io.leaderboard.web.openapi.Member.maybe;

import io.leaderboard.query.board.BoardOperations;
import io.leaderboard.query.board.BoardProblems;
import io.leaderboard.query.web.ReadOperations;
import io.leaderboard.web.Problem;
import io.leaderboard.web.openapi.Example;
import io.leaderboard.web.openapi.Member;
import io.leaderboard.web.openapi.Operation;
import io.leaderboard.web.openapi.Shapes;

/** What the routes of ranks tell of themselves. */
final class RankOperations {
  private static final String TAG = "ranks";

  private static final Member USER_ID = always("userId", Shapes.userId().example("ann"));

  private static final String ANN =
      """
      {"rank":1,"userId":"ann","displayName":"Ann","country":"IE","score":1500}""";

  private static final String BOB = "{\"rank\":2,\"userId\":\"bob\",\"score\":1200}";

  static final Operation USER =
      user(BoardOperations.ofBoard(TAG, "getRank", "Where a user stands", USER_ID));

  static final Operation USER_BY_PARAMETER =
      user(
          BoardOperations.ofBoard(
                  TAG, "getRankByParameter", "The same where a proxy spoils encoded slashes")
              .query(USER_ID));

  static final Operation AROUND =
      BoardOperations.ofBoard(TAG, "getAround", "Who stands around a user", USER_ID)
          .query(
              maybe(
                  "radius",
                  Shapes.whole(1, AroundRoutes.MAX_RADIUS)
                      .absent(AroundRoutes.DEFAULT_RADIUS)
                      .described("How many are shown before and behind")))
          .answers(ReadOperations.fresh("A page with the user in the middle", BoardOperations.PAGE))
          .examples(
              Example.named("next-to-ann")
                  .with("radius", 1)
                  .gets(
                      200,
                      """
                      {"gameId":"football","boardId":"all-time","period":"all-time",\
                      "state":"open","total":3,"items":[%s,%s]}"""
                          .formatted(ANN, BOB)))
          .refusesField(
              "radius",
              "must be a whole number from 1 to 50",
              Example.named("large-radius").with("radius", 51))
          .refuses(notRanked(), Example.named("not-ranked").with("userId", "nobody"));

  static final Operation RANK_OF =
      BoardOperations.ofBoard(TAG, "getRankOf", "The rank that a new score would have")
          .query(always("score", Shapes.number().example(1_300)))
          .answers(
              ReadOperations.fresh(
                  "The rank and how many there are",
                  Shapes.record(
                      ScoreRankRoutes.RankOf.class,
                      always("rank", Shapes.whole(1)),
                      always("total", Shapes.whole(0)))))
          .examples(Example.named("of-1300").gets(200, "{\"rank\":2,\"total\":3}"))
          .refusesField(
              "score",
              "must be a number as JSON has it, such as -12.5",
              Example.named("no-number").with("score", "many"))
          .refusesField(
              "score",
              "must be a whole number of at most 15 digits",
              Example.named("decimals").with("score", "1.5"));

  static final Operation AMONG =
      BoardOperations.ofBoard(TAG, "getRanks", "The ranks of some users, also among themselves")
          .body(
              Shapes.object(
                  "UserIds",
                  always(
                      "userIds",
                      Shapes.list(Shapes.userId(), 1, FriendsRequest.MAX_USERS)
                          .with(schema -> schema.setUniqueItems(true)))),
              FriendsRequest.MAX_BYTES)
          .answers(
              ReadOperations.fresh("In rank order", Shapes.record(FriendsRoutes.Friends.class)))
          .examples(
              Example.named("three")
                  .body("{\"userIds\":[\"bob\",\"ann\",\"nobody\"]}")
                  .gets(
                      200,
                      """
                      {"items":[{"rank":1,"userId":"ann","displayName":"Ann","country":"IE",\
                      "score":1500,"rankAmong":1},\
                      {"rank":2,"userId":"bob","score":1200,"rankAmong":2}],\
                      "missing":["nobody"]}"""))
          .refusesField(
              "userIds",
              "must be an array of 1 to 500 user ids",
              Example.named("no-users").body("{\"userIds\":[]}"))
          .refusesField(
              "userIds[1]",
              "must be another than those before it",
              Example.named("repeated").body("{\"userIds\":[\"ann\",\"ann\"]}"));

  static final Operation ALL_BOARDS =
      ReadOperations.read(
          Operation.of(TAG, "getUserBoards", "A user on all boards of a game")
              .described(
                  "In their newest periods that have begun; boards without the user are missing.")
              .path(BoardOperations.GAME, USER_ID)
              .query(BoardOperations.AFTER)
              .answers(
                  ReadOperations.fresh(
                      "The user and the boards",
                      Shapes.record(
                          UserBoardsRoutes.UserBoards.class,
                          always(
                              "boards",
                              Shapes.list(
                                  Shapes.record(
                                      UserBoardsRoutes.OnBoard.class,
                                      always("state", BoardOperations.STATE)))))))
              .examples(
                  Example.named("ann")
                      .gets(
                          200,
                          """
                          {"userId":"ann","displayName":"Ann","boards":[{"boardId":"all-time",\
                          "period":"all-time","state":"open","rank":1,"userId":"ann",\
                          "displayName":"Ann","country":"IE","score":1500}]}"""))
              .refusesField(
                  "userId",
                  "must be at most 128 bytes of UTF-8",
                  Example.named("long-id").with("userId", "a".repeat(129)))
              .refuses(
                  BoardProblems.unknownGame("cricket").problem(),
                  Example.named("unknown-game").with("gameId", "cricket")));

  static final Operation ON_MAIN_BOARD =
      BoardOperations.ofMainBoard("short", "getMainRank", "The rank of a user on the main board")
          .path(USER_ID)
          .query(BoardOperations.GAME, BoardOperations.period(), BoardOperations.AFTER)
          .answers(
              ReadOperations.fresh(
                  "The rank",
                  Shapes.record(RankRoutes.Rank.class, always("rank", Shapes.whole(1)))))
          .examples(Example.named("ann").gets(200, "{\"userId\":\"ann\",\"rank\":1}"))
          .refusesField(
              "period",
              "must be all-time: the board has no other",
              Example.named("other-period").with("period", "2026-11"))
          .refuses(
              BoardProblems.unknownGame("cricket").problem(),
              Example.named("unknown-game").with("gameId", "cricket"))
          .refuses(notRanked(), Example.named("not-ranked").with("userId", "nobody"));

  private RankOperations() {}

  private static Operation user(Operation operation) {
    return operation
        .answers(
            ReadOperations.fresh(
                "The entry",
                Shapes.record(
                    RankedUser.class,
                    always("rank", Shapes.whole(1).described("1 for the best")),
                    always("total", Shapes.whole(1).described("Entries of the whole board")),
                    always(
                        "percentile",
                        Shapes.number()
                            .described(
                                "The share of users ranked at or below, in percent with one decimal"
                                    + " that is cut off, not rounded: 100 for the first alone, 99.9"
                                    + " for the second of 14,854, 16.6 for the last of 6, 0.0 for"
                                    + " the last of more than 1,000")))))
        .examples(
            Example.named("ann")
                .gets(
                    200,
                    """
                    {"rank":1,"userId":"ann","displayName":"Ann","country":"IE","score":1500,\
                    "total":3,"percentile":100.0}"""))
        .refuses(notRanked(), Example.named("not-ranked").with("userId", "nobody"));
  }

  private static Problem notRanked() {
    return RankProblems.notRanked(
        "football", "all-time", "all-time", "nobody", ReadOperations.FRESHNESS);
  }
}
