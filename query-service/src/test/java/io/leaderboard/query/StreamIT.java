package io.leaderboard.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.Season;
import io.leaderboard.query.Api.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Server-sent events of the top of a board. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StreamIT {
  private static final int TICK_MILLIS = 50;
  private static final int VIEWERS = 2_000;

  /** Many ticks, because the machine may be busy. */
  private static final Duration SOON = Duration.ofSeconds(2);

  private static Stack stack;
  private static Api api;
  private static BoardWriter boards;

  @BeforeAll
  static void start() {
    stack =
        new Stack(
            "--leaderboard.stream.tick=" + TICK_MILLIS + "ms",
            "--leaderboard.stream.heartbeat=700ms",
            "--leaderboard.stream.patience=1s");
    api = stack.api();
    boards = stack.boards("g1", 1).live();
  }

  @AfterAll
  static void end() {
    stack.close();
  }

  @Test
  void theTopIsSentAtOnceAndWheneverItChanges() {
    define("live");
    boards.put("live", "b", "ann", -10);
    try (StreamClient client = new StreamClient()) {
      HttpResponse<Void> response = open(client, "live", "").join();
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(header(response, "Content-Type")).startsWith("text/event-stream");
      assertThat(header(response, "Cache-Control")).isEqualTo("no-cache, no-transform");
      assertThat(header(response, "Leaderboard-Generation")).isEqualTo("g1");
      await().until(() -> client.data().size() == 1);
      assertThat(client.lines()).startsWith("retry: 2000", "", "event: top");
      assertThat(client.lastData()).isEqualTo(api.get("/v1/games/live/boards/b/top").body());
      boards.put("live", "b", "bob", -20);
      await().until(() -> client.lastData().contains("bob"));
      assertThat(client.data()).hasSize(2);
      assertThat(client.starting("id: ")).doesNotHaveDuplicates().hasSize(2);
      // Nothing changes: only comments come.
      await().until(() -> client.lines().contains(":"));
      assertThat(client.data()).hasSize(2);
    }
  }

  @Test
  void whoComesBackWithTheLastIdIsToldOnlyWhatIsNew() {
    define("resumes");
    boards.put("resumes", "b", "ann", -10);
    String id;
    try (StreamClient client = new StreamClient()) {
      open(client, "resumes", "").join();
      await().until(() -> client.data().size() == 1);
      id = client.starting("id: ").get(0);
    }
    try (StreamClient same = new StreamClient()) {
      open(same, "resumes", "", "Last-Event-ID", id).join();
      await().until(() -> same.lines().contains(":"));
      assertThat(same.data()).isEmpty();
      boards.put("resumes", "b", "bob", -20);
      await().until(() -> same.data().size() == 1);
    }
    try (StreamClient other = new StreamClient()) {
      open(other, "resumes", "", "Last-Event-ID", id).join();
      await().until(() -> other.lastData().contains("bob"));
    }
  }

  @Test
  void aNewPeriodShowsAsOne() {
    long change = System.currentTimeMillis() + 5_000;
    BoardDefinition seasons =
        TestGames.seasons(
            "b",
            new Season("old", change - 100_000, change),
            new Season("new", change, change + 1_000_000));
    stack.define(TestGames.game("turns", 0, seasons));
    boards.put("turns", seasons, "old", "ann", 10, change - 1);
    boards.put("turns", seasons, "new", "bob", 20, change);
    try (StreamClient client = new StreamClient()) {
      open(client, "turns", "").join();
      await().until(() -> client.lastData().contains("bob"));
      assertThat(client.data()).hasSize(3);
      assertThat(client.data().get(0)).contains("\"period\":\"old\",\"state\":\"open\"", "ann");
      assertThat(client.data().get(1)).contains("\"period\":\"old\",\"state\":\"ended\"", "ann");
      assertThat(client.data().get(2))
          .contains("\"period\":\"new\",\"state\":\"open\"")
          .doesNotContain("ann");
    }
  }

  @Test
  void aStreamGoesOnOverASwitchToAnotherGeneration() {
    define("switches");
    boards.put("switches", "b", "ann", -10);
    BoardWriter next = stack.boards("g2", 2).put("switches", "b", "ann", -10);
    next.put("switches", "b", "bob", -20);
    try (StreamClient client = new StreamClient()) {
      open(client, "switches", "").join();
      await().until(() -> client.data().size() == 1);
      next.live();
      await().until(() -> client.lastData().contains("bob"));
      assertThat(client.data()).hasSize(2);
      assertThat(client.isOver()).isFalse();
    } finally {
      boards.live();
    }
  }

  /** Within a generation: no other game's readers have a part in it. */
  @Test
  void aStreamGoesOverAtOnceWhenTheBoardsOfItsGameSwitch() {
    define("refilled");
    define("bystander");
    boards.put("refilled", "b", "ann", -10).put("bystander", "b", "cid", -10);
    BoardDefinition board = TestGames.allTime("b", Order.ASC);
    stack.redefine(TestGames.game("refilled", 0, board), 1);
    boards.put("refilled", board, "2.k2a", "all-time", "bob", 20, 0);
    boards.put("refilled", board, "2.k2a", "all-time", "ann", 10, 0);
    boards.put("bystander", board, "2.k2a", "all-time", "nobody", 10, 0);
    try (StreamClient client = new StreamClient();
        StreamClient other = new StreamClient()) {
      open(client, "refilled", "").join();
      open(other, "bystander", "").join();
      await().until(() -> client.data().size() == 1 && other.data().size() == 1);
      boards.switched("refilled", "2.k2a");
      long switched = System.nanoTime();
      await().pollInterval(Duration.ofMillis(5)).until(() -> client.lastData().contains("bob"));
      assertThat(Duration.ofNanos(System.nanoTime() - switched)).isLessThan(SOON);
      assertThat(client.data()).hasSize(2);
      assertThat(client.isOver()).isFalse();
      // Longer than a tick later nothing has been sent to the other.
      await().until(() -> other.lines().contains(":"));
      assertThat(other.data()).hasSize(1);
    }
  }

  @Test
  void whatCannotBeStreamedIsAProblem() {
    define("refused");
    String path = "/v1/games/refused/boards/b/stream";
    assertThat(api.get(path + "?limit=101").status()).isEqualTo(400);
    assertThat(api.get(path + "?period=2026-11-21").status()).isEqualTo(400);
    assertThat(api.get("/v1/games/nope/boards/b/stream").problem()).isEqualTo("unknown-game");
    assertThat(api.get("/v1/games/refused/boards/nope/stream").problem())
        .isEqualTo("unknown-board");
    assertThat(api.send("POST", path).status()).isEqualTo(405);
    Answer head = api.send("HEAD", path);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Type")).startsWith("text/event-stream");
  }

  /** On an instance of its own: of two thousand on a busy machine, one may be slow for a second. */
  @Test
  void twoThousandViewersCostRedisNoMoreThanOne() {
    define("many");
    boards.put("many", "b", "ann", -10);
    List<StreamClient> clients = new ArrayList<>();
    Stack.Beside service =
        stack.beside(
            "--leaderboard.stream.tick=" + TICK_MILLIS + "ms",
            "--leaderboard.stream.max-viewers=" + VIEWERS,
            "--leaderboard.stream.max-viewers-per-address=" + (VIEWERS + 1));
    try {
      int port = service.api().port();
      List<CompletableFuture<HttpResponse<Void>>> opened = new ArrayList<>();
      for (int i = 0; i < VIEWERS; i++) {
        StreamClient client = new StreamClient();
        clients.add(client);
        opened.add(open(port, client, "many", "?limit=" + (1 + i % 10)));
      }
      opened.forEach(each -> assertThat(each.join().statusCode()).isEqualTo(200));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> clients.stream().allMatch(client -> client.data().size() == 1));
      assertThat(openStreams(service.management())).isEqualTo(VIEWERS);
      Answer oneMore = service.api().get("/v1/games/many/boards/b/stream");
      assertThat(oneMore.status()).isEqualTo(503);
      assertThat(oneMore.header("Retry-After")).isNotEmpty();

      RedisCalls calls = RedisCalls.of(boards);
      long before = calls.scripts();
      long allBefore = calls.reads();
      long begun = System.nanoTime();
      for (int i = 1; i <= 5; i++) {
        boards.put("many", "b", "ann", -10 - i * 10L);
        String score = "\"score\":" + (10 + i * 10);
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> clients.stream().allMatch(client -> client.lastData().contains(score)));
      }
      long ticks = (System.nanoTime() - begun) / 1_000_000 / TICK_MILLIS + 1;
      assertThat(calls.scripts() - before).isBetween(5L, ticks + 5);
      // A tick is the page, the positions and the generation.
      assertThat(calls.reads() - allBefore).isLessThan(3 * (ticks + 5));
      assertThat(clients).noneMatch(client -> client.isOver());
      clients.forEach(StreamClient::close);
      await().atMost(Duration.ofSeconds(20)).until(() -> openStreams(service.management()) == 0);
    } finally {
      clients.forEach(StreamClient::close);
    }
  }

  @Test
  void whoDoesNotReadIsDroppedAndTheOthersAreNotHeldUp() throws IOException {
    define("slow");
    String wide = "x".repeat(100);
    for (int i = 0; i < 100; i++) {
      boards.put("slow", "b", wide + i, -i);
    }
    try (StreamClient healthy = new StreamClient();
        Socket slow = new Socket()) {
      open(healthy, "slow", "?limit=100").join();
      slow.setReceiveBufferSize(4_096);
      slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), api.port()));
      OutputStream request = slow.getOutputStream();
      request.write(
          "GET /v1/games/slow/boards/b/stream?limit=100 HTTP/1.1\r\nHost: x\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      request.flush();
      await().until(() -> openStreams() == 2);
      int[] round = {0};
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                boards.put("slow", "b", wide + 0, -1_000 - round[0]++);
                return openStreams() == 1;
              });
      String last = "\"score\":" + (1_000 + round[0] - 1);
      await().until(() -> healthy.lastData().contains(last));
      assertThat(healthy.isOver()).isFalse();
    }
  }

  private static void define(String game) {
    BoardDefinition board = TestGames.allTime("b", Order.DESC);
    stack.define(TestGames.game(game, 0, board));
  }

  private static CompletableFuture<HttpResponse<Void>> open(
      StreamClient client, String game, String query, String... headers) {
    return open(api.port(), client, game, query, headers);
  }

  private static CompletableFuture<HttpResponse<Void>> open(
      int port, StreamClient client, String game, String query, String... headers) {
    return client.open(port, "/v1/games/" + game + "/boards/b/stream" + query, headers);
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static int openStreams() {
    return openStreams(stack.management());
  }

  private static int openStreams(Api management) {
    Matcher open =
        Pattern.compile("leaderboard_streams_open ([0-9.]+)")
            .matcher(management.get("/actuator/prometheus").body());
    return open.find() ? (int) Double.parseDouble(open.group(1)) : -1;
  }
}
