package io.leaderboard.cli.actuator;

import io.leaderboard.cli.CommandException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * An operation of the redis-projector's Actuator.
 *
 * @param url of the management port, such as http://127.0.0.1:9082
 * @param path of the operation, such as /actuator/rebuild
 * @param timeout of a request
 */
public record ActuatorClient(URI url, String path, Duration timeout) {
  private static final int REASON_CHARACTERS = 400;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  /**
   * What it said.
   *
   * @param said missing when that was no JSON
   */
  public record Said(int status, JsonNode said) {
    /** The reason that it gave, in one line, else its status. */
    public String reason() {
      return oneLine(said.path("reason").asString("HTTP status " + status));
    }
  }

  /**
   * Asks for how it is.
   *
   * @param query such as {@code ?after=7}, empty for none
   * @throws IOException when nobody answers
   */
  public Said get(String query) throws IOException, InterruptedException {
    return send(request(query).GET());
  }

  /**
   * Begins the operation.
   *
   * @param body what is asked for
   * @throws IOException when nobody answers
   */
  public Said post(Map<String, String> body) throws IOException, InterruptedException {
    return send(
        request("")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  /** What the user is told about an answer that nothing can be done with. */
  public CommandException refused(Said answer) {
    return new CommandException(
        answer.said().path("reason").isString()
            ? "%s refused: %s".formatted(url, answer.reason())
            : "%s answered %d to %s; is it the management port of the redis-projector?"
                .formatted(url, answer.status(), path));
  }

  /** What comes from the network must not write over the terminal. */
  public static String oneLine(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ");
    return line.length() <= REASON_CHARACTERS ? line : line.substring(0, REASON_CHARACTERS);
  }

  private HttpRequest.Builder request(String query) {
    return HttpRequest.newBuilder(URI.create(url.toString().replaceAll("/+$", "") + path + query))
        .header("Accept", "application/json")
        .timeout(timeout);
  }

  private static Said send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer = CLIENT.send(request.build(), BodyHandlers.ofString());
    return new Said(answer.statusCode(), parse(answer.body()));
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException notJson) {
      return MissingNode.getInstance();
    }
  }
}
