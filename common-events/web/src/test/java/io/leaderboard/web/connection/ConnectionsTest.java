package io.leaderboard.web.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Clients that are silent, slow or gone: each is told or closed, and none is worth a line. */
@SpringBootTest(
    classes = EdgeService.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.web.resources.add-mappings=false",
      "springdoc.api-docs.enabled=false",
      "leaderboard.http.idle-timeout=1200ms",
      "leaderboard.http.request-timeout=800ms",
      "leaderboard.http.stream-window=800ms",
      "leaderboard.http.stream-rate=1KB",
      "leaderboard.http.body-memory=1MB"
    })
@ExtendWith(OutputCaptureExtension.class)
final class ConnectionsTest {
  private static final String HEAD = "POST %s HTTP/1.1\r\nHost: localhost\r\n";
  private static final String JSON = "Content-Type: application/json\r\n";

  private final int port;
  private final MeterRegistry registry;
  private final HttpConnections connections;
  private int written;

  @Autowired
  ConnectionsTest(@LocalServerPort int port, MeterRegistry registry, HttpConnections connections) {
    this.port = port;
    this.registry = registry;
    this.connections = connections;
  }

  @BeforeEach
  void nothingIsOpen(CapturedOutput output) {
    await().atMost(Duration.ofSeconds(10)).until(() -> connections.size() == 0);
    EdgeService.WHOLE.set(0);
    written = output.getAll().length();
  }

  @Test
  void aSilentConnectionIsClosed(CapturedOutput output) throws Exception {
    double before = ended(Ending.IDLE);
    try (Wire wire = Wire.to(port)) {
      assertThat(wire.readToEnd()).isEmpty();
    }
    assertThat(ended(Ending.IDLE)).isEqualTo(before + 1);
    assertThat(output.getAll().substring(written)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"G", "GET /things HTT", "GET /things HTTP/1.1\r\nHost: localhost\r\n"})
  void aHeadThatDoesNotEndIsClosed(String begun) throws Exception {
    double before = ended(Ending.HEAD);
    try (Wire wire = Wire.to(port)) {
      assertThat(wire.send(begun).readToEnd()).isEmpty();
    }
    assertThat(ended(Ending.HEAD)).isEqualTo(before + 1);
  }

  @Test
  void aHeadThatDribblesIsClosedThoughItIsNeverSilent() throws Exception {
    double before = ended(Ending.HEAD);
    try (Wire wire = Wire.to(port)) {
      wire.send("GET /things HTTP/1.1\r\nHost: localhost\r\nX: ");
      assertThat(dribble(wire, "x")).isGreaterThan(3);
      assertThat(wire.readToEnd()).isEmpty();
    }
    assertThat(ended(Ending.HEAD)).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/things", "/direct"})
  void aBodyThatDribblesIsAnsweredWithA408AndCounted(String path, CapturedOutput output)
      throws Exception {
    double before = ended(Ending.BODY);
    try (Wire wire = Wire.to(port)) {
      wire.send(HEAD.formatted(path) + JSON + "Content-Length: 1000\r\n\r\n[");
      dribble(wire, " ");
      assertThat(wire.readToEnd())
          .startsWith("HTTP/1.1 408")
          .containsIgnoringCase("connection: close")
          .contains("urn:leaderboard:problem:body-too-slow", "800 ms");
    }
    assertThat(ended(Ending.BODY)).isEqualTo(before + 1);
    assertThat(EdgeService.WHOLE).hasValue(0);
    assertThat(output.getAll().substring(written)).isEmpty();
  }

  @Test
  void theRestOfABodyThatWasAnsweredAlreadyIsNotAwaitedForEver() throws Exception {
    try (Wire wire = Wire.to(port)) {
      wire.send(
          "GET /things HTTP/1.1\r\nHost: localhost\r\n" + JSON + "Content-Length: 1000\r\n\r\n[");
      assertThat(wire.readToEnd()).startsWith("HTTP/1.1 200").endsWith("ok");
    }
  }

  @Test
  void aStreamThatTricklesIsAnsweredWithA408(CapturedOutput output) throws Exception {
    double before = ended(Ending.STREAM);
    try (Wire wire = Wire.to(port)) {
      wire.send(
          HEAD.formatted("/things")
              + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
      assertThat(dribble(wire, "1\r\n \r\n")).isGreaterThan(3);
      assertThat(wire.readToEnd()).startsWith("HTTP/1.1 408").contains("body-too-slow");
    }
    assertThat(ended(Ending.STREAM)).isEqualTo(before + 1);
    assertThat(output.getAll().substring(written)).isEmpty();
  }

  @Test
  void aStreamThatIsFastEnoughMayTakeLongerThanARequest() throws Exception {
    try (Wire wire = Wire.to(port)) {
      wire.send(
          HEAD.formatted("/things")
              + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
      long begun = System.nanoTime();
      int sent = 0;
      while (System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(4)) {
        wire.send("200\r\n" + " ".repeat(0x200) + "\r\n");
        sent += 0x200;
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
      wire.send("0\r\n\r\n");
      assertThat(wire.readAnswer()).startsWith("HTTP/1.1 200").endsWith("lines " + sent);
    }
  }

  @Test
  void aConnectionThatIsUsedIsKeptAndAnIdleOneIsNot() throws Exception {
    try (Wire wire = Wire.to(port)) {
      long begun = System.nanoTime();
      while (System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(3)) {
        wire.send("GET /things HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(wire.readAnswer()).startsWith("HTTP/1.1 200");
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
      }
      assertThat(wire.readToEnd()).isEmpty();
    }
  }

  @Test
  void anAnswerMayBeAwaitedLongerThanARequestMayTake() throws Exception {
    try (Wire wire = Wire.to(port)) {
      wire.send("GET /held HTTP/1.1\r\nHost: localhost\r\n\r\n");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3_000));
      EdgeService.HELD.tryEmitNext("at last");
      assertThat(wire.readAnswer()).startsWith("HTTP/1.1 200").endsWith("at last");
    }
  }

  @Test
  void anAnswerThatNobodyTakesIsGivenUp() throws Exception {
    double before = ended(Ending.UNREAD);
    try (Wire wire = Wire.to(port)) {
      wire.send("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> ended(Ending.UNREAD) == before + 1 && connections.size() == 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/things", "/direct"})
  void aBodyThatIsCutOffIsQuietAndNoFaultOfTheServer(String path, CapturedOutput output)
      throws Exception {
    for (int i = 0; i < 20; i++) {
      try (Wire wire = Wire.to(port)) {
        wire.send(HEAD.formatted(path) + JSON + "Content-Length: 1000\r\n\r\n[");
        if (i % 2 == 0) {
          wire.reset();
        }
      }
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> connections.size() == 0);
    assertThat(output.getAll().substring(written)).isEmpty();
    assertThat(serverErrors()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/things", "/direct"})
  void aBodyWithBadChunksIsA400AndItsBeginningIsNotTakenForTheWhole(
      String path, CapturedOutput output) throws Exception {
    for (String bad : new String[] {"zz\r\n", "-1\r\n", "1\r\n1234\r\n", "fffffffffffffffff\r\n"}) {
      try (Wire wire = Wire.to(port)) {
        wire.send(HEAD.formatted(path) + JSON + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n");
        wire.send(bad);
        assertThat(wire.readToEnd())
            .as(bad)
            .startsWith("HTTP/1.1 400")
            .contains("urn:leaderboard:problem:invalid-body");
      }
    }
    assertThat(EdgeService.WHOLE).hasValue(0);
    assertThat(output.getAll().substring(written)).isEmpty();
    assertThat(serverErrors()).isZero();
  }

  @Test
  void aHeadThatIsNoneIsAProblemAndNotALine(CapturedOutput output) throws Exception {
    String host = "\r\nHost: localhost\r\n\r\n";
    assertThat(answerTo("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400").contains("malformed");
    assertThat(answerTo("GET /things HTTP/1.1\r\nHost: localhost\r\nA : b\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
    assertThat(answerTo("GET /" + "x".repeat(5_000) + " HTTP/1.1" + host))
        .startsWith("HTTP/1.1 414")
        .contains("target-too-long");
    assertThat(answerTo("GET /things HTTP/1.1\r\nX: " + "x".repeat(10_000) + host))
        .startsWith("HTTP/1.1 431")
        .contains("application/problem+json", "headers-too-large");
    assertThat(output.getAll().substring(written)).isEmpty();
  }

  @Test
  void moreRequestsAheadThanMayWaitEndTheConnection() throws Exception {
    String get = "GET /things HTTP/1.1\r\nHost: localhost\r\n\r\n";
    try (Wire wire = Wire.to(port)) {
      wire.send(get.repeat(WatchedConnection.MAX_PIPELINED));
      for (int i = 0; i < WatchedConnection.MAX_PIPELINED; i++) {
        assertThat(wire.readAnswer()).startsWith("HTTP/1.1 200");
      }
    }
    double before = ended(Ending.PIPELINE);
    try (Wire wire = Wire.to(port)) {
      wire.send("GET /held HTTP/1.1\r\nHost: localhost\r\n\r\n");
      wire.trySend(get.repeat(WatchedConnection.MAX_PIPELINED + 10));
      assertThat(wire.readToEnd()).isEmpty();
    }
    assertThat(ended(Ending.PIPELINE)).isEqualTo(before + 1);
  }

  @Test
  void bodiesThatAreArrivingHaveABoundInAllAndItIsGivenBack() throws Exception {
    String head = HEAD.formatted("/things") + JSON + "Content-Length: 900000\r\n\r\n";
    String part = " ".repeat(450_000);
    try (Wire first = Wire.to(port);
        Wire second = Wire.to(port);
        Wire third = Wire.to(port)) {
      first.send(head + part);
      second.send(head + part);
      await().atMost(Duration.ofSeconds(10)).until(() -> bodyMemory() == 900_000);
      third.trySend(head + part);
      assertThat(third.readToEnd()).startsWith("HTTP/1.1 503").contains("problem:unavailable");
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> bodyMemory() == 0);
    try (Wire wire = Wire.to(port)) {
      assertThat(wire.send(head + part + part).readAnswer()).startsWith("HTTP/1.1 200");
      assertThat(bodyMemory()).isZero();
    }
  }

  private double bodyMemory() {
    return registry.get("leaderboard.http.body.memory").gauge().value();
  }

  private String answerTo(String request) throws Exception {
    try (Wire wire = Wire.to(port)) {
      wire.trySend(request);
      return wire.readToEnd();
    }
  }

  /** Sends a byte or so every 100 ms until it is closed; how often it could. */
  private static int dribble(Wire wire, String part) throws Exception {
    int sent = 0;
    while (sent < 100 && wire.trySend(part)) {
      sent++;
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      if (wire.hasAnswer()) {
        return sent;
      }
    }
    return sent;
  }

  private double ended(Ending ending) {
    return registry
        .get("leaderboard.http.connections.ended")
        .tag("cause", ending.tag())
        .counter()
        .count();
  }

  private long serverErrors() {
    return registry.find("http.server.requests").tag("outcome", "SERVER_ERROR").timers().stream()
        .mapToLong(Timer::count)
        .sum();
  }
}
