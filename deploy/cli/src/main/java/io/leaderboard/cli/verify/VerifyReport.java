package io.leaderboard.cli.verify;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How far the redis-projector's comparison is.
 *
 * @param state running, done or failed
 * @param reason why it failed, else empty
 * @param notCompared the first of the games that cannot be compared before they are filled
 * @param done parts that are compared
 * @param parts how many there are
 * @param compared standings
 * @param differences how many were found
 * @param from the number of differences before those that are listed
 * @param listed the next ones
 */
record VerifyReport(
    String id,
    String state,
    String reason,
    List<String> notCompared,
    long done,
    long parts,
    long compared,
    long differences,
    long from,
    List<Difference> listed) {
  /** What one user has in each store, null for nothing. */
  record Difference(
      String gameId,
      String boardId,
      String period,
      String userId,
      @Nullable String redis,
      @Nullable String cassandra,
      String position) {
    /** One line. */
    String line() {
      return "%s %s %s %s: Redis %s, Cassandra %s, at %s"
          .formatted(gameId, boardId, period, userId, said(redis), said(cassandra), position);
    }

    private static String said(@Nullable String value) {
      return value == null ? "nothing" : value;
    }
  }

  static VerifyReport of(JsonNode report) {
    List<Difference> listed = new ArrayList<>();
    for (JsonNode each : report.path("listed")) {
      listed.add(
          new Difference(
              text(each, "gameId"),
              text(each, "boardId"),
              text(each, "period"),
              text(each, "userId"),
              each.path("redis").isString() ? text(each, "redis") : null,
              each.path("cassandra").isString() ? text(each, "cassandra") : null,
              text(each, "position")));
    }
    return new VerifyReport(
        text(report, "id"),
        text(report, "state"),
        text(report, "reason"),
        report.path("notCompared").valueStream().map(game -> printable(game.asString(""))).toList(),
        report.path("done").asLong(0),
        report.path("parts").asLong(0),
        report.path("compared").asLong(0),
        report.path("differences").asLong(0),
        report.path("from").asLong(0),
        listed);
  }

  private static String text(JsonNode in, String field) {
    return printable(in.path(field).asString(""));
  }

  /** What comes from the network must not write over the terminal. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
