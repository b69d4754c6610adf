package io.leaderboard.web.openapi;

import io.leaderboard.events.decimal.ScaledLong;
import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Closing;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Ties;
import java.util.stream.Stream;

/**
 * Game definitions as they are sent, with defaults, and as they are stored, where nothing is
 * missing.
 */
public final class DefinitionShapes {
  private static final Shape SEASON =
      Shapes.object(
          "Season",
          Member.always("name", Shapes.name()),
          Member.always("start", Shapes.time()),
          Member.always("end", Shapes.time().described("Exclusive")));

  private static final Shape REBUILD =
      Shapes.object(
              "Rebuild",
              Member.always("state", Shapes.choice("filling")),
              Member.maybe(
                  "progress",
                  Shapes.object(
                      "Progress",
                      Member.always("applied", Shapes.whole(0).described("Records of the log")),
                      Member.always("total", Shapes.whole(0).described("Records of the log")),
                      Member.always("percent", Shapes.whole(0, 100).described("Cut off")))))
          .described("There while readers still see the boards by the rules before");

  private DefinitionShapes() {}

  /** As it is sent. */
  public static Shape sent() {
    return Shapes.object("DefinitionInput", definition(false));
  }

  /** Changes of it: what is not there stays, and what is null is as if it had never been sent. */
  public static Shape patch() {
    return Shapes.object(
        "DefinitionPatch",
        Stream.of(definition(false))
            .map(member -> Member.maybe(member.name(), member.shape()))
            .toArray(Member[]::new));
  }

  /**
   * As it is answered, with {@code rebuild} while it is being applied to boards.
   *
   * @param ofBoard what its boards have besides
   */
  public static Shape stored(Member... ofBoard) {
    return Shapes.object(
        "Definition",
        Stream.concat(
                Stream.of(definition(true, ofBoard)), Stream.of(Member.maybe("rebuild", REBUILD)))
            .toArray(Member[]::new));
  }

  private static Member[] definition(boolean stored, Member... ofBoard) {
    Shape text =
        Shapes.text().with(schema -> schema.setMaxLength(GameDefinition.MAX_TEXT_BYTES)).absent("");
    return new Member[] {
      new Member("gameId", Shapes.name().described("That of the path"), stored),
      new Member("name", text.described("For people"), stored),
      new Member("description", text.described("For people"), stored),
      new Member("active", Shapes.flag().absent(true).described("Whether it takes scores"), stored),
      new Member(
          "decimals",
          Shapes.whole(0, ScaledLong.MAX_SCALE).absent(0).described("Of scores and metrics"),
          stored),
      new Member(
          "timeZone",
          Shapes.text().absent("UTC").described("Where days, weeks and months begin"),
          stored),
      new Member(
          "closing",
          Shapes.choice(Closing.class)
              .absent(Closing.AUTOMATIC.text())
              .described("Whether periods are closed by themselves"),
          stored),
      new Member(
          "lateness",
          Shapes.text()
              .absent(GameDefinition.DEFAULT_LATENESS.toString())
              .described("How long after its end a period is closed: ISO 8601, PT0S to P30D"),
          stored),
      Member.maybe("minScore", Shapes.number().described("The smallest score it takes")),
      Member.maybe("maxScore", Shapes.number().described("The largest score it takes")),
      Member.always(
          "boards",
          Shapes.list(
              Shapes.object(
                  stored ? "Board" : "BoardInput",
                  Stream.concat(Stream.of(board(stored)), Stream.of(ofBoard))
                      .toArray(Member[]::new)),
              1,
              GameDefinition.MAX_BOARDS))
    };
  }

  private static Member[] board(boolean stored) {
    return new Member[] {
      Member.always("id", Shapes.name()),
      new Member(
          "aggregation",
          Shapes.choice(Aggregation.class)
              .absent(Aggregation.BEST.text())
              .described("What becomes of the scores of a user"),
          stored),
      new Member(
          "order",
          Shapes.choice(Order.class)
              .absent(Order.DESC.text())
              .described("desc: more is better; asc: less is"),
          stored),
      new Member(
          "metric",
          Shapes.matching("[a-z][a-zA-Z0-9]{0,31}")
              .absent(BoardDefinition.SCORE)
              .described("score, or a metric of the events"),
          stored),
      new Member(
          "period", Shapes.choice(PeriodKind.class).absent(PeriodKind.ALL_TIME.text()), stored),
      Member.maybe(
          "seasons",
          Shapes.list(SEASON, 1, BoardDefinition.MAX_SEASONS)
              .described("Only and always with the period seasons; not overlapping")),
      new Member(
          "ties",
          Shapes.choice(Ties.class)
              .absent(Ties.SHARED.text())
              .described("shared: equal scores have one rank; earliest: who was first is ahead"),
          stored),
      new Member(
          "retention",
          Shapes.whole(0, BoardDefinition.MAX_RETENTION)
              .absent(BoardDefinition.DEFAULT_RETENTION)
              .described("How many closed periods are kept at hand"),
          stored),
      new Member(
          "shards",
          Shapes.whole(1, BoardDefinition.MAX_SHARDS)
              .absent(1)
              .described("Over how many sorted sets its users are spread"),
          stored)
    };
  }
}
