package io.leaderboard.web.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * What every port of a service bears: whatever its clients do, they get nothing but a 4xx or an end
 * of their connection, afterwards no connection is left, and the log has at most {@value #LINES}
 * lines more. The service runs with {@link #SETTINGS}, bound to 127.0.0.1.
 */
@ExtendWith(OutputCaptureExtension.class)
public interface AbuseContract {
  /** Most lines that one kind of abuse may cost. */
  int LINES = 20;

  /** Short time-outs, so that a test need not wait for a minute. */
  String[] SETTINGS = {
    "leaderboard.http.idle-timeout=2s",
    "leaderboard.http.request-timeout=1500ms",
    "leaderboard.http.stream-window=1500ms"
  };

  /** Of the API and of Actuator. */
  List<Integer> ports();

  /** Of the service. */
  MeterRegistry registry();

  /** A path that takes JSON by POST, if there is one. */
  String jsonPath();

  @Test
  default void silentHalfAndDribblingRequestsEnd(CapturedOutput output) throws Exception {
    String half = "POST " + jsonPath() + " HTTP/1.1\r\nHost: localhost\r\n";
    String body = half + "Content-Type: application/json\r\nContent-Length: 900\r\n\r\n[";
    String lines = half + "Content-Type: application/x-ndjson\r\nContent-Length: 90000\r\n\r\n\n";
    around(
        output,
        () -> {
          List<Wire> all = new ArrayList<>();
          List<Wire> dribbling = new ArrayList<>();
          for (int port : ports()) {
            for (String begun : new String[] {"", "P", half, half + "X: y", body, lines}) {
              all.add(Wire.to(port).send(begun));
              Wire dribbles = Wire.to(port).send(begun.isEmpty() ? "POST " : begun);
              dribbling.add(dribbles);
              all.add(dribbles);
            }
          }
          long begun = System.nanoTime();
          while (System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(4)) {
            dribbling.forEach(wire -> wire.trySend(" "));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
          }
          for (Wire wire : all) {
            assertRefusedOrClosed("slow", wire.readToEnd());
            wire.close();
          }
        });
  }

  @Test
  default void bodiesThatAreCutOffAreQuiet(CapturedOutput output) throws Exception {
    around(
        output,
        () -> {
          for (int port : ports()) {
            for (int i = 0; i < 40; i++) {
              try (Wire wire = Wire.to(port)) {
                wire.send(
                    "POST "
                        + jsonPath()
                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                        + (i % 4 < 2 ? "application/json" : "application/x-ndjson")
                        + "\r\n"
                        + (i % 8 < 4 ? "Content-Length: 900\r\n\r\n[" : CHUNKED + "1\r\n[\r\n"));
                if (i % 2 == 0) {
                  wire.reset();
                }
              }
            }
          }
        });
  }

  @Test
  default void requestsThatCouldBeReadInTwoWaysAreRefused(CapturedOutput output) throws Exception {
    String smuggled = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";
    String post =
        "POST " + jsonPath() + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    List<String> variants =
        List.of(
            post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            post + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
            post + "Content-Length: 2\r\nContent-Length: 4\r\n\r\n{}",
            post + "Content-Length: 2, 4\r\n\r\n{}",
            post + "Content-Length: +2\r\n\r\n{}",
            post + "Content-Length: 0x2\r\n\r\n{}",
            post + "Content-Length: -2\r\n\r\n{}",
            post + "Content-Length : 2\r\n\r\n{}",
            post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
            post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
            post + "Transfer-Encoding: identity, chunked\r\nContent-Length: 2\r\n\r\n{}",
            post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
            post + "Transfer-Encoding:\tchunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
            post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
            post + "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
            post + "Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n",
            post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}XX0\r\n\r\n",
            post + "Transfer-Encoding:\r\n chunked\r\nContent-Length: 2\r\n\r\n{}",
            "POST " + jsonPath() + " HTTP/1.1\nHost: localhost\nContent-Length: 2\n\n{}",
            post + "X\r\n\r\n",
            post + ": x\r\n\r\n",
            post + "X: a\0b\r\n\r\n",
            "GET " + jsonPath() + " HTTP/9.9\r\nHost: localhost\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    around(
        output,
        () -> {
          for (int port : ports()) {
            for (String variant : variants) {
              try (Wire wire = Wire.to(port)) {
                wire.trySend(variant);
                wire.trySend(smuggled);
                String read = wire.readToEnd();
                assertRefusedOrClosed(variant, read);
                assertThat(read.split("HTTP/1.1 ", -1)).as(variant + read).hasSizeLessThan(3);
              }
            }
          }
        });
  }

  @Test
  default void foreignHostsAndOriginsChangeNothing(CapturedOutput output) throws Exception {
    String json = "Content-Type: application/json\r\nConnection: close\r\nContent-Length: 2\r\n";
    String post = "POST " + jsonPath() + " HTTP/1.1\r\nConnection: close\r\n";
    List<String> requests =
        List.of(
            post + "Host: evil.example\r\n" + json + "\r\n{}",
            post + "Host: localhost\r\nHost: localhost\r\n" + json + "\r\n{}",
            post + json + "\r\n{}",
            post + "Host: localhost\r\nContent-Length: 2\r\n\r\n{}",
            post + "Host: localhost\r\nContent-Encoding: gzip\r\n" + json + "\r\n{}");
    around(
        output,
        () -> {
          for (int port : ports()) {
            for (String request : requests) {
              try (Wire wire = Wire.to(port)) {
                String read = wire.send(request).readToEnd();
                assertThat(read).as(request).startsWith("HTTP/1.1 4").contains("problem+json");
              }
            }
          }
        });
  }

  /** Something that clients do. */
  @FunctionalInterface
  interface Abuse {
    void run() throws Exception;
  }

  private void around(CapturedOutput output, Abuse abuse) throws Exception {
    double connections = connections();
    long errors = serverErrors();
    int written = output.getAll().length();
    abuse.run();
    await().atMost(Duration.ofSeconds(10)).until(() -> connections() <= connections);
    assertThat(serverErrors()).isEqualTo(errors);
    String more = output.getAll().substring(written);
    assertThat(more.lines().count()).as(more).isLessThanOrEqualTo(LINES);
  }

  private double connections() {
    return registry().get("leaderboard.http.connections").gauge().value();
  }

  private long serverErrors() {
    return registry().find("http.server.requests").tag("outcome", "SERVER_ERROR").timers().stream()
        .mapToLong(Timer::count)
        .sum();
  }

  private static void assertRefusedOrClosed(String what, String read) throws IOException {
    if (!read.isEmpty()) {
      assertThat(read).as(what).startsWith("HTTP/1.1 4");
    }
  }

  /** The header that says so. */
  String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";
}
