package io.leaderboard.ingest.user;

import static io.leaderboard.web.openapi.Member.always;
import static io.leaderboard.web.openapi.Member.maybe;

import io.leaderboard.events.user.UserProfile;
import io.leaderboard.ingest.publish.NotDelivered;
import io.leaderboard.web.openapi.Answer;
import io.leaderboard.web.openapi.Example;
import io.leaderboard.web.openapi.Member;
import io.leaderboard.web.openapi.Operation;
import io.leaderboard.web.openapi.Shape;
import io.leaderboard.web.openapi.Shapes;

/** What the routes of users tell of themselves. */
final class UserOperations {
  private static final Member USER = always("userId", Shapes.userId().example("ann"));

  private static final Shape SENT =
      Shapes.object(
          "ProfileInput",
          maybe("userId", Shapes.userId().described("That of the path")),
          name(0),
          avatar(0),
          country("([A-Z]{2})?"));

  private static final Shape STORED =
      Shapes.object(
          "Profile", always("userId", Shapes.userId()), name(1), avatar(1), country("[A-Z]{2}"));

  private static final String ANN =
      """
      {"userId":"ann","displayName":"Ann","avatarUrl":"https://example.org/ann.png","country":"IE"}""";

  static final Operation GET =
      Operation.of("users", "getUser", "What is shown of a user")
          .path(USER)
          .answers(Answer.json(200, "The profile, without what is empty", STORED))
          .examples(Example.named("ann").gets(200, ANN))
          .refusesField(
              "userId",
              "must be at most 128 bytes of UTF-8",
              Example.named("long-id").with("userId", "a".repeat(129)))
          .refuses(
              UserProblems.unknownUser("nobody").problem(),
              Example.named("unknown-user").with("userId", "nobody"))
          .refuses(UserProblems.notKept("nobody").problem())
          .refuses(UserProblems.notRead().problem());

  static final Operation PUT =
      Operation.of("users", "putUser", "Stores what is shown of a user")
          .described("As a whole: what is left out is empty.")
          .path(USER)
          .body(SENT, UserRoutes.MAX_BODY)
          .answers(Answer.json(200, "The profile, without what is empty", STORED))
          .examples(
              Example.named("ann").body(ANN).gets(200, ANN),
              Example.named("name-alone")
                  .with("userId", "bob")
                  .body("{\"displayName\":\"Bob\"}")
                  .gets(200, "{\"userId\":\"bob\",\"displayName\":\"Bob\"}"))
          .refusesField(
              "country",
              "must be two capital letters, as ISO 3166-1 has",
              Example.named("other-country").body("{\"country\":\"Ireland\"}"))
          .refusesField(
              "displayName",
              "must not have characters that cannot be seen or that turn the direction of others,"
                  + " such as U+202E",
              Example.named("turned-name").body("{\"displayName\":\"\\u202Enna\"}"))
          .refusesField(
              "displayName",
              "must have something that can be seen, or be empty",
              Example.named("blank-name").body("{\"displayName\":\" \"}"))
          .refuses(UserProblems.notWritten(NotDelivered.UNREACHABLE).problem())
          .refuses(UserProblems.notWritten(NotDelivered.UNKNOWN).problem());

  static final Operation DELETE =
      Operation.of("users", "deleteUser", "Erases what is shown of a user")
          .path(USER)
          .answers(Answer.empty(204, "Nothing is stored of the user any more"))
          .examples(Example.named("bob").with("userId", "bob").gets(204))
          .refusesField(
              "userId",
              "must be at most 128 bytes of UTF-8",
              Example.named("long-id").with("userId", "a".repeat(129)))
          .refuses(UserProblems.notWritten(NotDelivered.UNREACHABLE).problem())
          .refuses(UserProblems.notWritten(NotDelivered.UNKNOWN).problem());

  private UserOperations() {}

  private static Member name(int min) {
    return maybe(
        "displayName",
        Shapes.text().with(schema -> schema.minLength(min).maxLength(UserProfile.MAX_NAME_BYTES)));
  }

  private static Member avatar(int min) {
    return maybe(
        "avatarUrl",
        Shapes.text()
            .with(schema -> schema.minLength(min).maxLength(UserProfile.MAX_URL_BYTES))
            .described("http or https"));
  }

  private static Member country(String pattern) {
    return maybe("country", Shapes.matching(pattern).described("As ISO 3166-1 has it"));
  }
}
