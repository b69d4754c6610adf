package io.leaderboard.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.ingest.RunningIngest.Answer;
import io.leaderboard.servers.testing.TestServers;
import io.leaderboard.web.PageBytes;
import io.leaderboard.web.connection.AbuseContract;
import io.leaderboard.web.connection.Wire;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that would keep everybody else out, and what every port bears. */
final class AbuseIT implements AbuseContract {
  private static final String POST = "POST /v1/scores HTTP/1.1\r\nHost: localhost\r\n";
  private static final String ARRAY = POST + "Content-Type: application/json\r\n";

  /** Enough for two windows. */
  private static final String LINES =
      POST
          + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\n"
          + "\n".repeat(0x1000)
          + "\r\n";

  private static final String BATCH =
      "[{\"gameId\":\"abuse\",\"userId\":\"u\",\"score\":1,\"eventId\":\"e\"}]";

  private static final int HUGE = 48;

  private static RunningIngest ingest;

  @BeforeAll
  static void start() {
    ingest =
        RunningIngest.startPatient(
            TestServers.kafka().bootstrapServers(),
            Stream.concat(
                    Stream.of(
                        "server.address=127.0.0.1",
                        "management.server.address=127.0.0.1",
                        "leaderboard.scores.max-concurrent-batches=8",
                        "leaderboard.scores.max-streams-of-one=2"),
                    Stream.of(AbuseContract.SETTINGS))
                .toArray(String[]::new));
  }

  @AfterAll
  static void stop() {
    ingest.close();
  }

  @Override
  public List<Integer> ports() {
    return List.of(ingest.port(), ingest.managementPort());
  }

  @Override
  public MeterRegistry registry() {
    return ingest.bean(MeterRegistry.class);
  }

  @Override
  public String jsonPath() {
    return "/v1/games/abuse/scores";
  }

  @Test
  void bodiesThatDoNotComeKeepNoBatchOut() throws Exception {
    List<Wire> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 24; i++) {
        slow.add(Wire.to(ingest.port()).send(ARRAY + "Content-Length: 1000\r\n\r\n["));
      }
      assertThat(ingest.post("/v1/scores", BATCH).status()).isEqualTo(202);
    } finally {
      close(slow);
    }
  }

  @Test
  void streamsOfOneAddressHaveAShareAndKeepNoBatchOut() throws Exception {
    List<Wire> slow = new ArrayList<>();
    try {
      slow.add(Wire.to(ingest.port()).send(LINES));
      slow.add(Wire.to(ingest.port()).send(LINES));
      await().until(() -> served() == 2);
      Wire third = Wire.to(ingest.port()).send(LINES);
      slow.add(third);
      assertThat(third.readAnswer())
          .startsWith("HTTP/1.1 429")
          .containsIgnoringCase("retry-after: ")
          .contains("urn:leaderboard:problem:too-many-streams", "at most 2 streams");
      assertThat(ingest.post("/v1/scores", BATCH).status()).isEqualTo(202);
    } finally {
      close(slow);
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> served() == 0);
  }

  @Test
  void hugeDefinitionsComeInPagesOfAMegabyte() {
    String seasons =
        IntStream.range(0, 500)
            .mapToObj(AbuseIT::season)
            .collect(Collectors.joining(",", "[", "]"));
    String definition =
        "{\"boards\":[{\"id\":\"cup\",\"period\":\"seasons\",\"seasons\":" + seasons + "}]}";
    List<String> defined = new ArrayList<>();
    for (int i = 10; i < 10 + HUGE; i++) {
      defined.add("huge-" + i);
      assertThat(ingest.put("/v1/games/huge-" + i, definition).status()).isEqualTo(201);
    }
    assertThat(HUGE * definition.length()).isGreaterThan(3 * PageBytes.MAX);
    List<String> listed = new ArrayList<>();
    String cursor = "";
    do {
      Answer page = ingest.get("/v1/games?limit=1000" + cursor);
      assertThat(page.response().body().length()).isLessThan(PageBytes.MAX + 1_000);
      page.json().path("items").forEach(game -> listed.add(game.path("gameId").asString()));
      cursor = page.json().has("next") ? "&cursor=" + page.json().path("next").asString() : "";
    } while (!cursor.isEmpty());
    assertThat(listed).containsAll(defined).doesNotHaveDuplicates();
  }

  /** With as long a name as may be. */
  private static String season(int number) {
    String start = LocalDate.EPOCH.plusDays(number) + "T00:00:00Z";
    String end = LocalDate.EPOCH.plusDays(number + 1) + "T00:00:00Z";
    return "{\"name\":\"%064d\",\"start\":\"%s\",\"end\":\"%s\"}".formatted(number, start, end);
  }

  private static double served() {
    return ingest
        .bean(MeterRegistry.class)
        .get("leaderboard.ingest.served")
        .tag("kind", "stream")
        .gauge()
        .value();
  }

  private static void close(List<Wire> wires) throws IOException {
    for (Wire wire : wires) {
      wire.close();
    }
  }
}
