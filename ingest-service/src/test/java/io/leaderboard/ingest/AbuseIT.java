package io.leaderboard.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.servers.testing.TestServers;
import io.leaderboard.web.connection.AbuseContract;
import io.leaderboard.web.connection.Wire;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
