package io.leaderboard.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Season;
import io.leaderboard.query.Api.Answer;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What streams say of periods, and what viewers of periods that are not on cost. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StreamedPeriodsIT {
  private static final int VIEWERS = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** One a second: so long that each watch would be read forty times, were it at every tick. */
  private static final int HEARTBEATS = 4;

  private static Stack stack;
  private static Api api;
  private static BoardWriter boards;

  @BeforeAll
  static void start() {
    stack = new Stack("--leaderboard.stream.heartbeat=1s");
    api = stack.api();
    boards = stack.boards("g1", 1).live();
  }

  @AfterAll
  static void end() {
    stack.close();
  }

  private static void close(String game, long through) {
    for (int partition = 0; partition < Stack.PARTITIONS; partition++) {
      boards.closed(game, partition, through);
    }
  }

  private static String path(String game) {
    return "/v1/games/" + game + "/boards/b/stream";
  }

  /** The period and the state of each page that was sent. */
  private static List<String> said(StreamClient client) {
    List<String> said = new ArrayList<>();
    for (String page : client.data()) {
      JsonNode read = JsonMapper.shared().readTree(page);
      said.add(read.get("period").asString() + " " + read.get("state").asString());
    }
    return said;
  }

  @Test
  void aStreamWaitsForASeasonSaysThatItHasEndedAndGoesOnWithTheNext() {
    long begins = System.currentTimeMillis() + 3_000;
    Season one = new Season("one", begins, begins + 3_000);
    Season two = new Season("two", begins + 10_000, begins + 1_000_000);
    BoardDefinition board = TestGames.seasons("b", one, two);
    stack.define(TestArchives.game("seasons", 0, board));
    boards.put("seasons", board, "one", "ann", 10, one.start());
    boards.put("seasons", board, "two", "bob", 20, two.start());
    try (StreamClient any = new StreamClient();
        StreamClient named = new StreamClient()) {
      assertThat(any.open(api.port(), path("seasons")).join().statusCode()).isEqualTo(200);
      named.open(api.port(), path("seasons") + "?period=one").join();
      await().atMost(PATIENCE).until(() -> said(any).contains("one ended"));
      close("seasons", one.end());
      await().atMost(PATIENCE).until(() -> said(any).contains("two open"));
      assertThat(said(any))
          .containsExactly("one upcoming", "one open", "one ended", "one closed", "two open");
      assertThat(any.data().get(0)).contains("\"start\":\"");
      assertThat(said(named))
          .containsExactly("one upcoming", "one open", "one ended", "one closed");
      assertThat(named.isOver()).isFalse();
    }
  }

  /** Each on another day, as anybody can: neither Redis nor Cassandra is read for them. */
  @ParameterizedTest
  @ValueSource(strings = {"nowhere", "archived", "ended"})
  void silentViewersOfPastDaysCostNothing(String kind) {
    BoardDefinition board = BoardDefinition.withDefaults("b", PeriodKind.DAILY);
    stack.define(TestArchives.game(kind, 0, board));
    LocalDate newest = LocalDate.of(2025, 3, 1);
    if (!kind.equals("ended")) {
      close(kind, newest.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli());
    }
    if (kind.equals("archived")) {
      for (int i = 0; i < VIEWERS; i++) {
        CassandraTables.shared()
            .archive(
                TestArchives.manifest(kind, "b", newest.minusDays(i).toString(), 1, 0, 3),
                TestArchives.three());
      }
    }
    // What is a 503 while the archive is behind would not be streamed.
    await()
        .atMost(PATIENCE)
        .until(
            () -> api.get("/v1/games/" + kind + "/boards/b/top?period=" + newest).status() == 200);
    List<StreamClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < VIEWERS; i++) {
        StreamClient client = new StreamClient();
        clients.add(client);
        String day = path(kind) + "?period=" + newest.minusDays(i);
        assertThat(client.open(api.port(), day).join().statusCode()).isEqualTo(200);
      }
      await()
          .atMost(PATIENCE)
          .until(() -> clients.stream().allMatch(client -> client.data().size() == 1));
      assertThat(measure("leaderboard_streams_open")).isEqualTo(VIEWERS);
      assertThat(measure("leaderboard_streams_watched"))
          .isEqualTo(kind.equals("ended") ? VIEWERS : 0);
      RedisCalls calls = RedisCalls.of(boards);
      long redis = calls.reads() + calls.fields();
      double cassandra = cassandraReads();
      long begun = System.nanoTime();
      List<Long> heard = clients.stream().map(StreamedPeriodsIT::heartbeats).toList();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  IntStream.range(0, VIEWERS)
                      .allMatch(i -> heartbeats(clients.get(i)) >= heard.get(i) + HEARTBEATS));
      double seconds = (System.nanoTime() - begun) / 1e9;
      double commands = (calls.reads() + calls.fields() - redis) / seconds;
      double reads = (cassandraReads() - cassandra) / seconds;
      System.err.printf(
          "%d silent viewers of %s days: %.1f Redis commands/s, %.1f Cassandra reads/s%n",
          VIEWERS, kind, commands, reads);
      // Of days that may still change each is read once in two seconds, and positions beside it.
      assertThat(commands).isLessThan(kind.equals("ended") ? 250 : 5);
      assertThat(reads).isLessThan(5);
      assertThat(clients).allMatch(client -> client.data().size() == 1);
    } finally {
      clients.forEach(StreamClient::close);
      await().atMost(PATIENCE).until(() -> measure("leaderboard_streams_open") == 0);
    }
  }

  /** Whoever asks for a day that is nowhere, or may be on its way, asks again. */
  @Test
  void whatTheArchiveDoesNotHaveIsNotAskedForByEveryReader() {
    BoardDefinition board = BoardDefinition.withDefaults("b", PeriodKind.DAILY);
    stack.define(TestArchives.game("asked", 0, board));
    close(
        "asked", LocalDate.of(2026, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli());
    String read = "/v1/games/asked/boards/b/users/ann?period=2025-03-01";
    await().atMost(PATIENCE).until(() -> api.get(read).status() == 404);
    double before = cassandraReads();
    long begun = System.nanoTime();
    for (int i = 0; i < 200; i++) {
      assertThat(api.get(read).status()).isEqualTo(404);
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    // Each look-up is three reads at most, and is done again after two seconds.
    assertThat(cassandraReads() - before).isLessThanOrEqualTo(3 * (1 + seconds / 2));
  }

  @Test
  void streamsOfOneAddressAndDifferentBoardsAreBounded() {
    BoardDefinition board = BoardDefinition.withDefaults("b", PeriodKind.DAILY);
    stack.define(TestArchives.game("bounds", 0, board));
    Stack.Beside service =
        stack.beside(
            "--leaderboard.stream.max-viewers-per-address=4", "--leaderboard.stream.max-watches=2");
    int port = service.api().port();
    List<StreamClient> clients = new ArrayList<>();
    try {
      for (String query : List.of("", "?period=2030-01-01", "?period=2030-01-01")) {
        StreamClient client = new StreamClient();
        clients.add(client);
        assertThat(client.open(port, path("bounds") + query).join().statusCode()).isEqualTo(200);
      }
      Answer another = service.api().get(path("bounds") + "?period=2030-01-02");
      assertThat(another.status()).isEqualTo(503);
      assertThat(another.header("Retry-After")).isNotEmpty();
      assertThat(another.json().get("detail").asString()).contains("different boards");
      // A board that is watched already, and then one too many.
      StreamClient last = new StreamClient();
      clients.add(last);
      assertThat(last.open(port, path("bounds")).join().statusCode()).isEqualTo(200);
      Answer refused = service.api().get(path("bounds"));
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.problem()).isEqualTo("too-many-streams");
      assertThat(refused.header("Retry-After")).isNotEmpty();
      String measures = service.management().get("/actuator/prometheus").body();
      assertThat(measures)
          .contains("leaderboard_streams_refused_total{bound=\"address\"} 1.0")
          .contains("leaderboard_streams_refused_total{bound=\"all\"} 1.0");
      last.close();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                try (StreamClient again = new StreamClient()) {
                  assertThat(again.open(port, path("bounds")).join().statusCode()).isEqualTo(200);
                }
              });
    } finally {
      clients.forEach(StreamClient::close);
    }
  }

  private static long heartbeats(StreamClient client) {
    return client.lines().stream().filter(":"::equals).count();
  }

  private static double cassandraReads() {
    return measure("leaderboard_cassandra_requests_seconds_count");
  }

  /** The sum of a measure over its tags. */
  private static double measure(String name) {
    Matcher found =
        Pattern.compile("(?m)^" + Pattern.quote(name) + "(?:\\{[^}]*})? (\\S+)$")
            .matcher(stack.management().get("/actuator/prometheus").body());
    double sum = 0;
    while (found.find()) {
      sum += Double.parseDouble(found.group(1));
    }
    return sum;
  }
}
