package io.leaderboard.query;

import static io.leaderboard.query.QueryApiIT.MAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.user.UserProfile;
import io.leaderboard.query.Api.Answer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What reads cost Redis, as it counts itself, on the service of the class this is nested in. */
abstract class CostOfReads {
  private static final int READERS = 200;

  private final Stack stack;
  private final Api api;
  private final BoardWriter boards;
  private final RedisCalls calls;

  CostOfReads(Stack stack, BoardWriter boards) {
    this.stack = stack;
    this.api = stack.api();
    this.boards = boards;
    this.calls = RedisCalls.of(boards);
  }

  @Test
  void howeverManyAskForAPageAtOnceRedisIsAskedOnce() {
    Stack.Beside service = stack.beside("--leaderboard.pages.max-age=1s");
    // The first read of a service sends the script.
    assertThat(service.api().get(MAIN + "/top?limit=9").status()).isEqualTo(200);
    long before = calls.scripts();
    long begun = System.nanoTime();
    List<CompletableFuture<Answer>> asked =
        Stream.generate(() -> service.api().ask(MAIN + "/top?limit=7")).limit(READERS).toList();
    asked.forEach(each -> assertThat(each.join().status()).isEqualTo(200));
    long seconds = (System.nanoTime() - begun) / 1_000_000_000;
    long reads = calls.scripts() - before;
    assertThat(reads).isBetween(1L, 1 + seconds);

    String measures = service.management().get("/actuator/prometheus").body();
    double hits = measure(measures, "leaderboard_pages_reads_total{outcome=\"hit\"}");
    assertThat(hits).isEqualTo((double) (READERS - reads));
    assertThat(measure(measures, "leaderboard_pages_reads_total{outcome=\"miss\"}"))
        .isEqualTo((double) (1 + reads));
    assertThat(measure(measures, "leaderboard_pages_hit_ratio")).isEqualTo(hits / (READERS + 1));
  }

  @Test
  void pagesOfLongNamesAndAvatarsAreKeptWithinTheirBytes() {
    int users = 1_000;
    stack.define(TestGames.game("heavy", 0, TestGames.allTime("b", Order.DESC)));
    String avatar = "https://cdn.example/" + "a".repeat(1_000);
    for (int i = 0; i < users; i++) {
      boards.put("heavy", "b", "heavy" + i, -i);
      stack.profile("heavy" + i, new UserProfile("h".repeat(128), avatar, "DE"));
    }
    Stack.Beside service = stack.beside("--leaderboard.pages.max-memory=8MB");
    String path = "/v1/games/heavy/boards/b/top?limit=";
    int most = 8 << 20;
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> service.api().get(path + users).body().length() > users * avatar.length());
    for (int limit = users; limit > users - 40; limit--) {
      assertThat(service.api().get(path + limit).status()).isEqualTo(200);
      assertThat(service.api().get("/topk?gameId=heavy&k=" + limit).status()).isEqualTo(200);
    }
    // What is too much goes a moment later, in the background.
    await()
        .untilAsserted(
            () -> {
              String measures = service.management().get("/actuator/prometheus").body();
              assertThat(measure(measures, "leaderboard_pages_memory_bytes"))
                  .isBetween(most / 2.0, (double) most);
              // Of 80, of which the short ones are small.
              assertThat(measure(measures, "leaderboard_pages_kept")).isBetween(2.0, 30.0);
            });
  }

  private static double measure(String measures, String name) {
    Matcher found = Pattern.compile("(?m)^" + Pattern.quote(name) + " (\\S+)$").matcher(measures);
    assertThat(found.find()).as(name).isTrue();
    return Double.parseDouble(found.group(1));
  }

  /** The positions and the live generation are read beside it, once in 50 ms for all who ask. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        MAIN + "/users/ann",
        MAIN + "/user?userId=ann",
        MAIN + "/users/ann/around",
        MAIN + "/rank-of?score=15",
        "/rank/ann?gameId=chess"
      })
  void aLookUpIsOneRoundTrip(String path) {
    int reads = 40;
    assertThat(api.get(path).status()).isEqualTo(200);
    long before = calls.scripts();
    long allBefore = calls.reads();
    long begun = System.nanoTime();
    for (int i = 0; i < reads; i++) {
      assertThat(api.get(path).status()).isEqualTo(200);
    }
    long ages = (System.nanoTime() - begun) / 50_000_000 + 1;
    assertThat(calls.scripts() - before).isEqualTo(reads);
    assertThat(calls.reads() - allBefore).isLessThanOrEqualTo(reads + 2 * ages);
  }

  /** Of a board of all time without times: no script of it looks a field up. */
  @Test
  void asWhatAGameStandsIsAskedOnceUntilReadersOfAnyGoOver() {
    BoardDefinition board = TestGames.allTime("b", Order.DESC);
    stack.define(TestGames.game("asked", 0, board));
    String path = "/v1/games/asked/boards/b/users/ann";
    boards.put("asked", board, "all-time", "ann", 10, 0);
    long before = calls.fields();
    for (int i = 0; i < 20; i++) {
      assertThat(api.get(path).status()).isEqualTo(200);
    }
    assertThat(calls.fields() - before).isEqualTo(1);

    boards.put("asked", board, "1.k2a", "all-time", "ann", 20, 0).switched("asked", "1.k2a");
    await().until(() -> api.get(path).json().get("score").asInt() == 20);
    for (int i = 0; i < 20; i++) {
      assertThat(api.get(path).status()).isEqualTo(200);
    }
    assertThat(calls.fields() - before).isEqualTo(2);
  }

  @Test
  void friendsAreOneRoundTripHoweverManyTheyAre() {
    String friends = "{\"userIds\":[\"ann\",\"bob\",\"cid\",\"dan\",\"nobody\"]}";
    assertThat(api.post(MAIN + "/ranks", friends).status()).isEqualTo(200);
    long before = calls.scripts();
    assertThat(api.post(MAIN + "/ranks", friends).json().get("items").size()).isEqualTo(4);
    assertThat(calls.scripts() - before).isEqualTo(1);
  }
}
