package io.leaderboard.cli.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the query service how far the projectors are behind the log.
 *
 * @param queryPort of the query service on 127.0.0.1
 */
record ProjectionLag(int queryPort) {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  /** A few words for each projector; none when the query service does not say. */
  Map<String, String> byProjector() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + queryPort + "/v1/status"))
            .timeout(TIMEOUT)
            .build();
    try {
      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .connectTimeout(TIMEOUT)
              .build()
              .send(request, BodyHandlers.ofString());
      return answer.statusCode() == 200 ? read(answer.body()) : Map.of();
    } catch (IOException away) {
      return Map.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Map.of();
    }
  }

  static Map<String, String> read(String body) {
    Map<String, String> lag = new TreeMap<>();
    try {
      for (JsonNode projector : JsonMapper.shared().readTree(body).path("projectors")) {
        lag.put(projector.path("name").asString(""), words(projector));
      }
    } catch (JacksonException notStatus) {
      return Map.of();
    }
    return lag;
  }

  private static String words(JsonNode projector) {
    String problem = projector.path("problem").asString("");
    if (!problem.isEmpty()) {
      return problem;
    }
    long records = 0;
    long millis = 0;
    for (JsonNode partition : projector.path("partitions")) {
      if (!partition.has("lagRecords")) {
        return "not known";
      }
      records += partition.path("lagRecords").asLong(0);
      millis = Math.max(millis, partition.path("lagMs").asLong(0));
    }
    return "%,d records, %,d ms".formatted(records, millis);
  }
}
