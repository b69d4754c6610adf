package io.leaderboard.ingest.game;

import static io.leaderboard.web.openapi.Member.always;
import static io.leaderboard.web.openapi.Member.maybe;

import io.leaderboard.ingest.publish.NotDelivered;
import io.leaderboard.web.openapi.Answer;
import io.leaderboard.web.openapi.DefinitionShapes;
import io.leaderboard.web.openapi.Example;
import io.leaderboard.web.openapi.Member;
import io.leaderboard.web.openapi.Operation;
import io.leaderboard.web.openapi.Shape;
import io.leaderboard.web.openapi.Shapes;
import java.util.List;

/** What the routes of games tell of themselves. */
final class GameOperations {
  private static final Member GAME = always("gameId", Shapes.name().example("football"));

  private static final Shape TAG = Shapes.matching("\"[0-9]+\"").example("\"1\"");

  private static final Member APPLY =
      maybe(
          "apply",
          Shapes.choice("rebuild")
              .described("Lets it change what boards mean, which are computed again"));

  private static final Shape STORED = DefinitionShapes.stored();

  private static final String FOOTBALL =
      """
      {"gameId":"football","name":"Football","description":"","active":true,"decimals":0,\
      "timeZone":"UTC","closing":"automatic","lateness":"PT10M","boards":[{"id":"all-time",\
      "aggregation":"best","order":"desc","metric":"score","period":"all-time","ties":"shared",\
      "retention":2,"shards":1}]}""";

  private static final String TENNIS =
      FOOTBALL.replace("football", "tennis").replace("Football", "Tennis");

  private static final String RUGBY =
      FOOTBALL
          .replace("football", "rugby")
          .replace("Football", "Rugby")
          .replace("\"desc\"", "\"asc\"");

  private static final String FILLING =
      RUGBY.substring(0, RUGBY.length() - 1) + ",\"rebuild\":{\"state\":\"filling\"}}";

  private static final String DEFINE_TENNIS =
      "{\"name\":\"Tennis\",\"boards\":[{\"id\":\"all-time\"}]}";

  static final Operation LIST =
      Operation.of("games", "listGames", "The definitions of the games, by id")
          .query(
              maybe("active", Shapes.flag().described("Only those that take scores, or do not")),
              maybe(
                  "limit", Shapes.whole(1, GameRoutes.MAX_LIMIT).absent(GameRoutes.DEFAULT_LIMIT)),
              maybe("cursor", Shapes.text(128).described("The next of the list before")))
          .answers(
              Answer.json(
                  200,
                  "Definitions",
                  Shapes.object(
                      "Games",
                      always("items", Shapes.list(STORED)),
                      maybe("next", Shapes.text().described("Missing on the last page")))))
          .examples(
              Example.named("first")
                  .with("active", true)
                  .with("limit", 1)
                  .gets(200, "{\"items\":[" + FOOTBALL + "],\"next\":\"Zm9vdGJhbGw\"}"),
              Example.named("behind-all").with("cursor", "enp6eg").gets(200, "{\"items\":[]}"))
          .refusesField(
              "limit",
              "must be a whole number from 1 to 1000",
              Example.named("large-limit").with("limit", 1_001))
          .refusesField(
              "cursor",
              "must be the 'next' of the list before",
              Example.named("other-cursor").with("cursor", "!"))
          .refuses(GameProblems.logNotOpen().problem());

  static final Operation GET =
      Operation.of("games", "getGame", "The definition of a game")
          .path(GAME)
          .answers(Answer.json(200, "The definition", STORED).with(tag()))
          .examples(Example.named("football").gets(200, FOOTBALL))
          .refusesField(
              "gameId",
              "must be 1 to 64 characters of A-Z, a-z, 0-9, '.', '_' and '-', the first a letter or"
                  + " digit",
              Example.named("no-game-id").with("gameId", "-"))
          .refuses(
              GameProblems.unknownGame("cricket").problem(),
              Example.named("unknown-game").with("gameId", "cricket"))
          .refuses(GameProblems.logNotOpen().problem());

  static final Operation PUT =
      Operation.of("games", "putGame", "Stores the definition of a game")
          .path(GAME)
          .query(APPLY)
          .headers(
              maybe("If-Match", Shapes.text().described("ETags of which one must be stored, or *")),
              maybe("If-None-Match", Shapes.choice("*").described("The game must be new")))
          .body(DefinitionShapes.sent(), GameRoutes.MAX_BODY)
          .answers(
              Answer.json(201, "The definition, stored as the first", STORED).with(tag()),
              Answer.json(200, "The definition, stored", STORED).with(tag()),
              fills())
          .examples(
              Example.named("new")
                  .with("gameId", "tennis")
                  .with("If-None-Match", "*")
                  .body(DEFINE_TENNIS)
                  .gets(201, TENNIS),
              Example.named("again")
                  .with("If-Match", "\"1\"")
                  .body(DEFINE_TENNIS.replace("Tennis", "Football"))
                  .gets(200, FOOTBALL),
              Example.named("rebuild")
                  .with("gameId", "rugby")
                  .with("apply", "rebuild")
                  .body("{\"name\":\"Rugby\",\"boards\":[{\"id\":\"all-time\",\"order\":\"asc\"}]}")
                  .gets(202, FILLING))
          .refusesField(
              "boards",
              "is missing: it must be 1 to 20 boards",
              Example.named("no-boards").body("{}"))
          .refusesField(
              "boards[0].order",
              "must be one of desc, asc",
              Example.named("other-order")
                  .body("{\"boards\":[{\"id\":\"all-time\",\"order\":\"up\"}]}"))
          .refusesField(
              "apply",
              "must be rebuild",
              Example.named("other-apply").with("apply", "now").body(DEFINE_TENNIS))
          .refuses(
              GameProblems.meaningChanged(List.of("boards.all-time.aggregation")).problem(),
              Example.named("meaning-changed")
                  .body("{\"boards\":[{\"id\":\"all-time\",\"aggregation\":\"sum\"}]}"))
          .refuses(GameProblems.conflict().problem())
          .refuses(GameProblems.tooManyGames(10_000).problem())
          .refuses(GameProblems.tooLarge(65_536).problem())
          .refuses(
              GameProblems.stale(1).problem(),
              Example.named("stale").with("If-Match", "\"0\"").body(DEFINE_TENNIS))
          .refuses(GameProblems.notWritten(NotDelivered.UNREACHABLE).problem())
          .refuses(GameProblems.notWritten(NotDelivered.UNKNOWN).problem());

  static final Operation PATCH =
      Operation.of("games", "patchGame", "Changes some of the definition of a game")
          .described(
              "A JSON merge patch (RFC 7396): what is not sent stays, null is as if it had never been"
                  + " sent, and boards are replaced as a whole.")
          .path(GAME)
          .query(APPLY)
          .headers(
              maybe("If-Match", Shapes.text().described("ETags of which one must be stored, or *")))
          .body(DefinitionShapes.patch(), GameRoutes.MAX_BODY)
          .body(GameRoutes.MERGE_PATCH, DefinitionShapes.patch())
          .answers(Answer.json(200, "The definition, stored", STORED).with(tag()), fills())
          .examples(
              Example.named("rebuild")
                  .with("gameId", "rugby")
                  .with("apply", "rebuild")
                  .body("{\"boards\":[{\"id\":\"all-time\"}]}")
                  .gets(202, FILLING),
              Example.named("retire")
                  .with("gameId", "tennis")
                  .body("{\"active\":false}")
                  .gets(200, TENNIS.replace("\"active\":true", "\"active\":false")),
              Example.named("as-merge-patch")
                  .with("gameId", "tennis")
                  .body(GameRoutes.MERGE_PATCH, "{\"active\":true}")
                  .gets(200, TENNIS))
          .refusesField("body", "must be an object", Example.named("no-object").body("[]"))
          .refusesField(
              "activ",
              "is not a field that is known here: did you mean active?",
              Example.named("misspelt-field").body("{\"activ\":false}"))
          .refusesField(
              "boards",
              "must be 1 to 20 boards",
              Example.named("no-boards").body("{\"boards\":[]}"))
          .refuses(
              GameProblems.unknownGame("cricket").problem(),
              Example.named("unknown-game").with("gameId", "cricket").body("{\"active\":false}"))
          .refuses(
              GameProblems.meaningChanged(List.of("decimals")).problem(),
              Example.named("meaning-changed").body("{\"decimals\":1}"))
          .refuses(GameProblems.conflict().problem())
          .refuses(GameProblems.tooLarge(65_536).problem())
          .refuses(
              GameProblems.stale(1).problem(),
              Example.named("stale").with("If-Match", "\"0\"").body("{\"active\":true}"))
          .refuses(GameProblems.notWritten(NotDelivered.UNREACHABLE).problem())
          .refuses(GameProblems.notWritten(NotDelivered.UNKNOWN).problem());

  private GameOperations() {}

  private static Answer fills() {
    return Answer.json(
            202,
            "The definition, stored; boards are filled from the log beside those that readers see"
                + " meanwhile. The query service tells how far it is",
            STORED)
        .with(tag());
  }

  private static Member tag() {
    return always("ETag", TAG.described("The version, for If-Match"));
  }
}
