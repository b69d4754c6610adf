package io.leaderboard.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks HTTP with one port; numbers keep all their digits. */
public record Api(int port) {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** An answer. */
  public record Answer(HttpResponse<String> http) {
    public int status() {
      return http.statusCode();
    }

    public JsonNode json() {
      return JSON.readTree(http.body());
    }

    public String header(String name) {
      return http.headers().firstValue(name).orElse("");
    }

    public String body() {
      return http.body();
    }

    /** The name of the problem. */
    public String problem() {
      return json().path("type").asString("").replace("urn:leaderboard:problem:", "");
    }
  }

  public Answer get(String path, String... headers) {
    return send("GET", path, headers);
  }

  /** Posts JSON. */
  public Answer post(String path, String json) {
    return send(
        "POST",
        path,
        HttpRequest.BodyPublishers.ofString(json),
        "Content-Type",
        "application/json");
  }

  public Answer send(String method, String path, String... headers) {
    return send(method, path, HttpRequest.BodyPublishers.noBody(), headers);
  }

  /** As {@link #get}, with as many under way at a time as there are. */
  public CompletableFuture<Answer> ask(String path) {
    return CLIENT
        .sendAsync(
            request("GET", path, HttpRequest.BodyPublishers.noBody()), BodyHandlers.ofString())
        .thenApply(Answer::new);
  }

  /** As {@link #post}, with as many under way at a time as there are. */
  public CompletableFuture<Answer> askPosting(String path, String json) {
    return CLIENT
        .sendAsync(
            request(
                "POST",
                path,
                HttpRequest.BodyPublishers.ofString(json),
                "Content-Type",
                "application/json"),
            BodyHandlers.ofString())
        .thenApply(Answer::new);
  }

  private HttpRequest request(
      String method, String path, HttpRequest.BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }

  private Answer send(
      String method, String path, HttpRequest.BodyPublisher body, String... headers) {
    try {
      return new Answer(CLIENT.send(request(method, path, body, headers), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As a path segment or the value of a parameter. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
