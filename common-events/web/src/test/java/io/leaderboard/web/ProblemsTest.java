package io.leaderboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.limit.InvalidFieldException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** A small service over HTTP: what it answers to what is wrong. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.web.resources.add-mappings=false",
      "leaderboard.http.request-timeout=400ms"
    })
@ExtendWith(OutputCaptureExtension.class)
final class ProblemsTest {
  private static final int MAX_BODY = 1_000;

  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  @Autowired
  ProblemsTest(@LocalServerPort int port) {
    this.port = port;
  }

  @Test
  void anUnknownPathIsA404WithAProblem() throws Exception {
    assertProblem(get("/nowhere"), 404, "not-found");
  }

  @Test
  void aWrongMethodIsA405ThatListsWhatIsAllowed() throws Exception {
    HttpResponse<String> response = send("PUT", "/things/1", "application/json", "{}");
    assertProblem(response, 405, "method-not-allowed");
    assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS, POST");
  }

  @Test
  void optionsListsTheMethodsAndHeadHasNoBody() throws Exception {
    HttpResponse<String> options = send("OPTIONS", "/things/1", "", "");
    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(options.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS, POST");
    HttpResponse<String> head = send("HEAD", "/things/1?k=5", "", "");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void aWrongMediaTypeIsA415ThatListsWhatIsTaken() throws Exception {
    assertProblem(send("POST", "/things/1", "text/plain", "x"), 415, "unsupported-media-type");
    assertThat(send("POST", "/things/1", "text/plain", "x").body()).contains("application/json");
    assertProblem(
        send("POST", "/things/1", "application/json;charset=utf-16", "x"),
        415,
        "unsupported-media-type");
    assertThat(send("POST", "/things/1", "application/json; charset=UTF-8", "x").statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-1", "abc", "1000000", "1.5", "", "99999999999999999999", "%2B1", "1&k=1"})
  void aNumberThatIsNotAllowedNamesTheParameterAndItsBounds(String k) throws Exception {
    HttpResponse<String> response = get("/things/1?k=" + k);
    assertProblem(response, 400, "invalid-field");
    assertThat(response.body()).contains("\"field\":\"k\"");
    if (!k.contains("&")) {
      assertThat(response.body()).contains("from 1 to 1000");
    }
  }

  @Test
  void aParameterThatIsNotDocumentedIsRefusedWithTheOneThatWasPerhapsMeant() throws Exception {
    HttpResponse<String> near = send("POST", "/things/1?dryrun=1", "application/json", "{}");
    assertProblem(near, 400, "invalid-field");
    assertThat(near.body())
        .contains("\"field\":\"dryrun\"")
        .contains("dryrun is not a parameter that is known here: did you mean dry-run?");
    HttpResponse<String> other = send("POST", "/things/1?offset=1", "application/json", "{}");
    assertProblem(other, 400, "invalid-field");
    assertThat(other.body()).contains("is not a parameter that is known here; there are dry-run");
    HttpResponse<String> tooLong =
        send("POST", "/things/1?" + "x".repeat(500), "application/json", "{}");
    assertThat(tooLong.body()).contains("\"field\":\"" + "x".repeat(64) + "...\"");
  }

  @Test
  void whatIsNotDocumentedIsNotLookedAt() throws Exception {
    assertThat(get("/things/1?k=7&utm_source=x").body()).isEqualTo("7");
  }

  @Test
  void aMissingBodyIsA400AndOneOverTheLimitA413() throws Exception {
    assertProblem(send("POST", "/things/1", "", ""), 400, "invalid-body");
    String large = "x".repeat(MAX_BODY + 1);
    assertProblem(send("POST", "/things/1", "application/json", large), 413, "body-too-large");
    HttpRequest chunked =
        request("/things/1")
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.fromPublisher(
                    BodyPublishers.ofByteArrays(
                        java.util.Collections.nCopies(3, new byte[MAX_BODY / 2]))))
            .build();
    assertProblem(http.send(chunked, BodyHandlers.ofString()), 413, "body-too-large");
  }

  @Test
  void anUnexpectedFailureIsLoggedOnceWithTheIdThatIsAnsweredAndLeaksNothing(CapturedOutput output)
      throws Exception {
    HttpResponse<String> response = get("/fails");
    assertProblem(response, 500, "internal");
    assertThat(response.body()).doesNotContain("secret").doesNotContain("Exception");
    String id = response.body().replaceAll(".*\"errorId\":\"([^\"]+)\".*", "$1");
    assertThat(output.getAll().split(id, -1)).hasSize(2);
  }

  @Test
  void aServiceMapsItsOwnExceptions() throws Exception {
    HttpResponse<String> response = get("/own");
    assertProblem(response, 503, "unavailable");
    assertThat(response.headers().firstValue("Retry-After")).hasValue("2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/things/%",
        "/things/%4",
        "/things/%zz",
        "/things/%ff",
        "/things/a|b",
        "/things/1?k=%f"
      })
  void aTargetThatCannotBeReadIsA400WithAProblem(String target) throws Exception {
    String response = raw("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertThat(response)
        .startsWith("HTTP/1.1 400")
        .contains("urn:leaderboard:problem:invalid-target");
    assertThat(response).contains("application/problem+json");
  }

  @Test
  void aBodyThatDoesNotGoOnIsAnsweredAndNotWaitedFor() throws Exception {
    String response =
        raw(
            "POST /things/1 HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Content-Length: 10\r\n\r\n{\"a\"");
    assertThat(response)
        .startsWith("HTTP/1.1 408")
        .contains("urn:leaderboard:problem:body-too-slow");
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      try (InputStream in = socket.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> send(String method, String path, String type, String body)
      throws Exception {
    HttpRequest.Builder request =
        request(path)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(10));
  }

  private static void assertProblem(HttpResponse<String> response, int status, String name) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(response.body())
        .contains("\"type\":\"urn:leaderboard:problem:" + name + "\"")
        .contains("\"status\":" + status);
  }

  @SpringBootConfiguration
  @EnableAutoConfiguration
  @Import(WebProblems.class)
  static class Service {
    @Bean
    ProblemMapper problemMapper() {
      return failure ->
          failure instanceof UnsupportedOperationException
              ? Optional.of(Problem.unavailable("own", Duration.ofMillis(1_200)))
              : Optional.empty();
    }

    @Bean
    RouterFunction<ServerResponse> things() {
      return Routes.at("/things/{id}")
          .getFile(Service::thing)
          .post(
              MediaType.APPLICATION_JSON,
              request ->
                  RequestBody.read(request, MAX_BODY)
                      .flatMap(body -> ServerResponse.ok().bodyValue(String.valueOf(body.length))),
              () -> List.of("dry-run"))
          .build();
    }

    @Bean
    RouterFunction<ServerResponse> failing() {
      return Routes.at("/fails")
          .getFile(request -> Mono.error(new IllegalStateException("secret")))
          .build();
    }

    @Bean
    RouterFunction<ServerResponse> own() {
      return Routes.at("/own")
          .getFile(request -> Mono.error(new UnsupportedOperationException()))
          .build();
    }

    private static Mono<ServerResponse> thing(ServerRequest request) {
      if (request.pathVariable("id").isEmpty()) {
        throw new InvalidFieldException("id", "must not be empty");
      }
      int k = QueryParameters.of(request).integer("k", 10, 1, 1_000);
      return ServerResponse.ok().bodyValue(String.valueOf(k));
    }
  }
}
