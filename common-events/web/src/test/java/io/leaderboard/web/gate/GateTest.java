package io.leaderboard.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.web.connection.EdgeService;
import io.leaderboard.web.connection.Wire;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** Who is let in, on what WebFlux answers, what Reactor Netty does, and Actuator's own port. */
@SpringBootTest(
    classes = EdgeService.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "server.address=127.0.0.1",
      "management.server.port=0",
      "management.server.address=127.0.0.1",
      "spring.web.resources.add-mappings=false",
      "springdoc.api-docs.enabled=false",
      "leaderboard.http.hosts=board.internal"
    })
final class GateTest {
  private static final String JSON = "Content-Type: application/json\r\n";

  private final int port;
  private final int management;
  private final MeterRegistry registry;

  @Autowired
  GateTest(
      @Value("${local.server.port}") int port,
      @Value("${local.management.port}") int management,
      MeterRegistry registry) {
    this.port = port;
    this.management = management;
    this.registry = registry;
  }

  @BeforeEach
  void nothingWasRead() {
    EdgeService.WHOLE.set(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/things", "/direct"})
  void aBodyWithoutContentTypeIsA415(String path) throws Exception {
    assertThat(post(path, "Content-Length: 2\r\n\r\n{}"))
        .startsWith("HTTP/1.1 415")
        .contains("application/problem+json", "problem:unsupported-media-type", "application/json");
    assertThat(post(path, "Content-Type: \r\nContent-Length: 2\r\n\r\n{}")).contains(" 415 ");
    assertThat(post(path, "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"))
        .startsWith("HTTP/1.1 415");
    assertThat(EdgeService.WHOLE).hasValue(0);
    assertThat(post(path, JSON + "Content-Length: 2\r\n\r\n{}")).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @CsvSource({"/things, gzip", "/direct, gzip", "/things, identity", "/direct, br"})
  void aBodyWithAContentEncodingIsA415(String path, String encoding) throws Exception {
    double before = refused("unsupported-content-encoding");
    assertThat(
            post(path, JSON + "Content-Encoding: " + encoding + "\r\nContent-Length: 2\r\n\r\n{}"))
        .startsWith("HTTP/1.1 415")
        .containsIgnoringCase("accept-encoding: identity")
        .contains("unsupported-content-encoding");
    assertThat(EdgeService.WHOLE).hasValue(0);
    assertThat(refused("unsupported-content-encoding")).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: https://evil.example",
        "Origin: null",
        "Origin: http://localhost:3000",
        "Origin: http://localhost.evil.example",
        "Origin: https://play.example.evil.example",
        "Origin: localhost",
        "Sec-Fetch-Site: cross-site"
      })
  void aPageOfAnotherOriginChangesNothing(String header) throws Exception {
    for (String path : new String[] {"/things", "/direct"}) {
      assertThat(post(path, header + "\r\n" + JSON + "Content-Length: 2\r\n\r\n{}"))
          .as(path)
          .startsWith("HTTP/1.1 403")
          .contains("urn:leaderboard:problem:foreign-origin");
    }
    assertThat(EdgeService.WHOLE).hasValue(0);
    assertThat(get(port, "/things", "Host: localhost\r\n" + header)).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://localhost",
        "Origin: https://localhost",
        "Origin: https://play.example",
        "Sec-Fetch-Site: same-origin",
        "Sec-Fetch-Site: none"
      })
  void pagesOfItsOwnAndOfAllowedOriginsMayChangeThings(String header) throws Exception {
    for (String path : new String[] {"/things", "/direct"}) {
      assertThat(post(path, header + "\r\n" + JSON + "Content-Length: 2\r\n\r\n{}"))
          .as(path)
          .startsWith("HTTP/1.1 200");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:8081",
        "127.0.0.1",
        "127.0.0.1:80",
        "127.9.9.9",
        "[::1]",
        "[::1]:8081",
        "board.internal",
        "Board.Internal:8081"
      })
  void namesOfLoopbackAndConfiguredOnesAreServed(String host) throws Exception {
    assertThat(get(port, "/things", "Host: " + host)).startsWith("HTTP/1.1 200");
    assertThat(get(management, "/actuator", "Host: " + host)).doesNotStartWith("HTTP/1.1 421");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8081",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "[::1].evil.example",
        "board.internal.evil.example"
      })
  void otherNamesAreNotServedOnLoopback(String host) throws Exception {
    assertThat(get(port, "/things", "Host: " + host))
        .startsWith("HTTP/1.1 421")
        .contains("problem:misdirected-request");
    assertThat(
            raw(
                port,
                "POST /direct HTTP/1.1\r\nHost: "
                    + host
                    + "\r\n"
                    + JSON
                    + "Connection: close\r\nContent-Length: 2\r\n\r\n{}"))
        .startsWith("HTTP/1.1 421");
    assertThat(get(management, "/actuator", "Host: " + host)).startsWith("HTTP/1.1 421");
    assertThat(EdgeService.WHOLE).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:", "localhost:x", "evil.example:localhost", "[::1", "a:99999"})
  void aHostWithoutAReadablePortIsNone(String host) throws Exception {
    assertThat(get(port, "/things", "Host: " + host))
        .startsWith("HTTP/1.1 400")
        .contains("malformed-request");
  }

  @Test
  void aRequestHasOneHost() throws Exception {
    for (int each : new int[] {port, management}) {
      assertThat(get(each, "/things", "X: y")).startsWith("HTTP/1.1 400").contains("invalid-host");
      assertThat(get(each, "/things", "Host: localhost\r\nHost: localhost"))
          .startsWith("HTTP/1.1 400")
          .contains("invalid-host");
      assertThat(get(each, "/things", "Host: ")).startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void actuatorIsForNobodysPageButLinksMayBeFollowed() throws Exception {
    String local = "Host: localhost\r\n";
    assertThat(get(management, "/actuator", local + "Sec-Fetch-Site: cross-site"))
        .startsWith("HTTP/1.1 403");
    assertThat(get(management, "/actuator", local + "Origin: https://play.example"))
        .startsWith("HTTP/1.1 403");
    assertThat(
            get(
                management,
                "/actuator",
                local + "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Dest: document"))
        .doesNotStartWith("HTTP/1.1 403");
    assertThat(get(management, "/actuator", local + "X: y")).doesNotStartWith("HTTP/1.1 403");
  }

  @Test
  void aTargetThatCannotBeReadIsA400OnActuatorToo() throws Exception {
    assertThat(get(management, "/actuator/%ff", "Host: localhost"))
        .startsWith("HTTP/1.1 400")
        .contains("invalid-target");
  }

  private double refused(String reason) {
    var counter = registry.find("leaderboard.http.refused").tag("reason", reason).counter();
    return counter == null ? 0 : counter.count();
  }

  private String post(String path, String rest) throws IOException {
    return raw(
        port, "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + rest);
  }

  private static String get(int port, String path, String headers) throws IOException {
    return raw(port, "GET " + path + " HTTP/1.1\r\nConnection: close\r\n" + headers + "\r\n\r\n");
  }

  private static String raw(int port, String request) throws IOException {
    try (Wire wire = Wire.to(port)) {
      return wire.send(request).readToEnd();
    }
  }
}
