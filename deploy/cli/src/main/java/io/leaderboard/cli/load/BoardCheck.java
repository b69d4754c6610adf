package io.leaderboard.cli.load;

import io.leaderboard.cli.CommandException;
import io.leaderboard.cli.http.HttpAnswer;
import io.leaderboard.cli.http.HttpConnection;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Walks a board from the first to the last and compares every entry with what was acknowledged: who
 * is there and who is not, each score, each rank (1, 2, 2, 4), the order, and the total.
 */
final class BoardCheck {
  private static final int PAGE = 1_000;
  private static final int MOST_TOLD = 20;
  private static final int ATTEMPTS = 100;

  private final HttpConnection connection;
  private final UserNames names;
  private final String board;
  private final long[] expected;
  private final BitSet seen = new BitSet();
  private final List<String> differences;
  private long found;
  private long wrong;
  private long rank;
  private long lastScore;
  private int lastUser = -1;

  /**
   * @param board its path without {@code /top}, and its period in words
   * @param expected a standing a user
   * @param differences what is told, at most {@value #MOST_TOLD} in all
   */
  BoardCheck(
      HttpConnection connection,
      UserNames names,
      String board,
      long[] expected,
      List<String> differences) {
    this.connection = connection;
    this.names = names;
    this.board = board;
    this.expected = expected;
    this.differences = differences;
  }

  /** How many entries there are, and how many differences were found. */
  record Result(long entries, long wrong) {}

  Result walk(String period) throws IOException, InterruptedException {
    String cursor = "";
    long total;
    do {
      JsonNode page = page("%s/top?limit=%d&period=%s%s".formatted(board, PAGE, period, cursor));
      total = page.path("total").asLong(-1);
      for (JsonNode entry : page.path("items")) {
        compare(entry, period);
      }
      String next = page.path("next").asString("");
      cursor = next.isEmpty() ? "" : "&cursor=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
    } while (!cursor.isEmpty());
    if (total != found) {
      differs(period, "total is %d, but there are %d entries".formatted(total, found));
    }
    for (int user = 0; user < expected.length; user++) {
      if (expected[user] != Acknowledged.NONE && !seen.get(user)) {
        differs(
            period,
            "%s is missing, with %d acknowledged".formatted(names.of(user), expected[user]));
      }
    }
    return new Result(found, wrong);
  }

  private void compare(JsonNode entry, String period) {
    found++;
    String id = entry.path("userId").asString("");
    long score = entry.path("score").asLong(Long.MIN_VALUE);
    int user = names.number(id);
    if (user < 0 || expected[user] == Acknowledged.NONE) {
      differs(period, "%s is there with %d, and nothing was acknowledged".formatted(id, score));
    } else if (seen.get(user)) {
      differs(period, id + " is there twice");
    } else if (expected[user] != score) {
      differs(period, "%s has %d, but %d was acknowledged".formatted(id, score, expected[user]));
    }
    if (found == 1 || score < lastScore) {
      rank = found;
    } else if (score > lastScore || user <= lastUser) {
      differs(period, id + " stands behind one it should stand before");
    }
    if (entry.path("rank").asLong(-1) != rank) {
      differs(
          period,
          "%s has rank %d, but should have %d".formatted(id, entry.path("rank").asLong(-1), rank));
    }
    if (user >= 0) {
      seen.set(user);
    }
    lastScore = score;
    lastUser = user;
  }

  private void differs(String period, String what) {
    wrong++;
    if (differences.size() < MOST_TOLD) {
      differences.add("%s, %s: %s".formatted(board, period, what));
    }
  }

  private JsonNode page(String target) throws IOException, InterruptedException {
    List<String> said = new ArrayList<>();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      HttpAnswer answer = connection.get(target);
      if (answer.status() == 200) {
        try {
          return JsonMapper.shared().readTree(answer.text());
        } catch (JacksonException e) {
          throw new CommandException("the query service answered no JSON to " + target, e);
        }
      }
      if (answer.status() != 503) {
        throw new CommandException(
            "the query service answered %d to %s".formatted(answer.status(), target));
      }
      said.add(answer.text());
      Thread.sleep(100);
    }
    throw new CommandException(
        "the query service answers 503 to %s: %s".formatted(target, said.get(said.size() - 1)));
  }
}
