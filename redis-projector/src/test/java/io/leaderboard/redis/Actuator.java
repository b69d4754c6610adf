package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people ask a service. */
final class Actuator {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private Actuator() {}

  static HttpResponse<String> post(ConfigurableApplicationContext service, String body)
      throws IOException, InterruptedException {
    return post(service, "rebuild", body);
  }

  static HttpResponse<String> post(
      ConfigurableApplicationContext service, String endpoint, String body)
      throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(uri(service, endpoint))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** What {@code /actuator/rebuild} says. */
  static JsonNode report(ConfigurableApplicationContext service, String query)
      throws IOException, InterruptedException {
    return get(service, "rebuild" + query);
  }

  static JsonNode get(ConfigurableApplicationContext service, String path)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = ask(service, path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body());
  }

  /** The status of an answer. */
  static int status(ConfigurableApplicationContext service, String path)
      throws IOException, InterruptedException {
    return ask(service, path).statusCode();
  }

  /**
   * The sum of a metric over its tags, by its name in Prometheus; NaN when it has no value now.
   * Fails when it does not exist.
   */
  static double metric(ConfigurableApplicationContext service, String name)
      throws IOException, InterruptedException {
    List<Double> values =
        Pattern.compile("(?m)^" + Pattern.quote(name) + "(?:\\{[^}]*})? (\\S+)$")
            .matcher(body(service, "prometheus"))
            .results()
            .map(match -> Double.valueOf(match.group(1)))
            .toList();
    assertThat(values).as(name).isNotEmpty();
    return values.stream().mapToDouble(Double::doubleValue).sum();
  }

  static String health(ConfigurableApplicationContext service)
      throws IOException, InterruptedException {
    return body(service, "health");
  }

  /** What is answered, with whatever status. */
  static String body(ConfigurableApplicationContext service, String path)
      throws IOException, InterruptedException {
    return ask(service, path).body();
  }

  /** The digest of every board and period. */
  static Map<String, String> digests(ConfigurableApplicationContext service)
      throws IOException, InterruptedException {
    Map<String, String> digests = new HashMap<>();
    for (JsonNode board : report(service, "?digests=*").path("proof").path("boards")) {
      String name =
          String.join(
              "/",
              board.path("gameId").asString(),
              board.path("boardId").asString(),
              board.path("period").asString());
      digests.put(name, board.path("users").asLong() + " " + board.path("digest").asString());
    }
    return digests;
  }

  private static HttpResponse<String> ask(ConfigurableApplicationContext service, String path)
      throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(uri(service, path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static URI uri(ConfigurableApplicationContext service, String path) {
    String port = service.getEnvironment().getRequiredProperty("local.server.port");
    return URI.create("http://127.0.0.1:" + port + "/actuator/" + path);
  }
}
