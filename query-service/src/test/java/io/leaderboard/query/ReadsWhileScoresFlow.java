package io.leaderboard.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.Ties;
import io.leaderboard.query.Api.Answer;
import io.lettuce.core.ScriptOutputType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Reads of boards that change meanwhile, on the service of the class that this is nested in. */
abstract class ReadsWhileScoresFlow {
  private static final long AT = 1_795_000_000_000L;
  private static final int STAY = 60;

  private final Stack stack;
  private final Api api;
  private final BoardWriter boards;

  ReadsWhileScoresFlow(Stack stack, BoardWriter boards) {
    this.stack = stack;
    this.api = stack.api();
    this.boards = boards;
  }

  private BoardDefinition define(String game, Ties ties, int shards) {
    BoardDefinition board = TestGames.board("b", Aggregation.BEST, Order.DESC, ties, shards);
    stack.define(TestGames.game(game, 0, board));
    return board;
  }

  /** Who stays; six of a score, so that most pages begin and end among equals. */
  private static String user(int place) {
    return "s%02d".formatted(place);
  }

  private static void fill(BoardWriter into, String edition, String game, BoardDefinition board) {
    for (int i = 0; i < STAY; i++) {
      into.put(game, board, edition, "all-time", user(i), 1_000 - i / 6, AT);
    }
  }

  private static final List<String> ALL =
      IntStream.range(0, STAY).mapToObj(ReadsWhileScoresFlow::user).toList();

  private Answer page(String game, String next) {
    String cursor = next.isEmpty() ? "" : "&cursor=" + next;
    return api.get("/v1/games/" + game + "/boards/b/top?limit=7" + cursor);
  }

  private static void addUsers(JsonNode page, List<String> seen) {
    page.get("items").forEach(entry -> seen.add(entry.get("userId").asString()));
  }

  @ParameterizedTest
  @CsvSource({"SHARED, 1", "EARLIEST, 1", "SHARED, 4", "EARLIEST, 4"})
  void whoStaysIsSeenOnceHoweverManyOthersMoveDuringAWalk(Ties ties, int shards) {
    String game = "flows-" + ties.text() + shards;
    BoardDefinition board = define(game, ties, shards);
    fill(boards, "1", game, board);
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> flow =
        CompletableFuture.runAsync(
            () -> {
              BoardWriter others = stack.boards(boards.generation(), boards.buckets());
              for (int i = 0; !over.get(); i++) {
                // Up, down, and among those who stay.
                long value = 985L + i * 7 % 20;
                others.put(game, board, "all-time", "moves" + i % 9, value, AT);
              }
            });
    try {
      for (int walk = 0; walk < 10; walk++) {
        List<String> seen = new ArrayList<>();
        String next = "";
        do {
          JsonNode page = page(game, next).json();
          addUsers(page, seen);
          next = page.path("next").asString("");
        } while (!next.isEmpty());
        seen.removeIf(user -> user.startsWith("moves"));
        assertThat(seen).isEqualTo(ALL);
      }
    } finally {
      over.set(true);
      flow.join();
    }
  }

  @ParameterizedTest
  @CsvSource({"SHARED, 1", "EARLIEST, 3"})
  void aWalkGoesOnOverASwitchToAnotherGeneration(Ties ties, int shards) {
    String game = "turns-" + ties.text();
    BoardDefinition board = define(game, ties, shards);
    BoardWriter next = stack.boards("other-" + ties.text(), 2);
    fill(next, "1", game, board);
    try {
      walkOver(game, board, next::live);
    } finally {
      boards.live();
    }
  }

  @ParameterizedTest
  @CsvSource({"SHARED, 1", "EARLIEST, 3"})
  void aWalkGoesOnOverASwitchToOtherBoardsWithinTheGeneration(Ties ties, int shards) {
    String game = "refilled-" + ties.text();
    BoardDefinition board = define(game, ties, shards);
    fill(boards, "1.k2a", game, board);
    walkOver(game, board, () -> boards.switched(game, "1.k2a"));
  }

  /** Begins a walk on the game's first boards and ends it after a switch to what is filled. */
  private void walkOver(String game, BoardDefinition board, Runnable change) {
    fill(boards, "1", game, board);
    // Tells which boards a page is of.
    boards.put(game, board, "all-time", "z", 0, AT);
    List<String> seen = new ArrayList<>();
    Answer before = page(game, "");
    addUsers(before.json(), seen);
    assertThat(before.json().get("total").asInt()).isEqualTo(STAY + 1);
    change.run();
    String cursor = before.json().get("next").asString();
    String second = cursor;
    await().until(() -> page(game, second).json().get("total").asInt() == STAY);
    while (!cursor.isEmpty()) {
      JsonNode behind = page(game, cursor).json();
      addUsers(behind, seen);
      cursor = behind.path("next").asString("");
    }
    assertThat(seen).isEqualTo(ALL);
  }

  /**
   * A user jumps from the one end of the board to the other. Rank, neighbours and total of one
   * moment are those before or those after a jump; of two moments, the user would be missing or
   * stand beside the wrong ones.
   */
  @Test
  void aRankAndItsNeighboursAreOfTheSameMoment() {
    BoardDefinition board = define("jumps", Ties.SHARED, 1);
    fill(boards, "1", "jumps", board);
    String key = boards.key("jumps", "b");
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> jumps =
        CompletableFuture.runAsync(
            () -> {
              BoardWriter writer = stack.boards(boards.generation(), boards.buckets());
              // In a script: at the top it takes the place of one who leaves, so that the total
              // tells the two apart as well.
              String script =
                  "redis.call('ZADD', KEYS[1], ARGV[1], 'me')"
                      + " if ARGV[1] == '0' then redis.call('ZADD', KEYS[1], 0, 'z')"
                      + " else redis.call('ZREM', KEYS[1], 'z') end";
              for (int i = 0; !over.get(); i++) {
                writer
                    .redis()
                    .eval(
                        script,
                        ScriptOutputType.STATUS,
                        new String[] {key},
                        i % 2 == 0 ? "-2000" : "0");
              }
            });
    try {
      boolean first = false;
      boolean last = false;
      for (int i = 0; i < 2_000 && !(i > 400 && first && last); i++) {
        Answer around = api.get("/v1/games/jumps/boards/b/users/me/around?radius=2");
        if (around.status() == 404) {
          continue; // The first jump is not over.
        }
        List<String> users = new ArrayList<>();
        addUsers(around.json(), users);
        int at = users.indexOf("me");
        assertThat(at).as(around.body()).isNotNegative();
        long rank = around.json().get("items").get(at).get("rank").asLong();
        long total = around.json().get("total").asLong();
        if (rank == 1) {
          assertThat(users).isEqualTo(List.of("me", "s00", "s01"));
          assertThat(total).isEqualTo(STAY + 1);
          first = true;
        } else {
          assertThat(rank).isEqualTo(STAY + 1);
          assertThat(users).isEqualTo(List.of("s58", "s59", "me", "z"));
          assertThat(total).isEqualTo(STAY + 2);
          last = true;
        }
      }
      assertThat(first && last).isTrue();
    } finally {
      over.set(true);
      jumps.join();
    }
  }
}
