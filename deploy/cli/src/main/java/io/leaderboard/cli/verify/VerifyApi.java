package io.leaderboard.cli.verify;

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
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * {@code /actuator/verify} of the redis-projector as a client sees it.
 *
 * @param url such as http://127.0.0.1:9082
 */
record VerifyApi(URI url) {
  private static final String PATH = "/actuator/verify";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(1);
  private static final int REASON_CHARACTERS = 400;
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  /**
   * Begins a comparison.
   *
   * @param game null for all games
   * @return its id, empty while another one runs
   * @throws CommandException when it is refused
   */
  Optional<String> begin(@Nullable String game) throws IOException, InterruptedException {
    String body = JSON.writeValueAsString(game == null ? Map.of() : Map.of("gameId", game));
    HttpResponse<String> answer =
        send(
            request("")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    JsonNode said = parse(answer.body());
    String id = said.path("id").asString("");
    if (answer.statusCode() == 202 && !id.isEmpty()) {
      return Optional.of(id);
    }
    if (answer.statusCode() == 409) {
      return Optional.empty();
    }
    throw refused(answer.statusCode(), said);
  }

  /**
   * How far the latest comparison is, and the differences that follow the first {@code after}.
   *
   * @throws CommandException when there is none
   */
  VerifyReport report(long after) throws IOException, InterruptedException {
    HttpResponse<String> answer = send(request("?after=" + after).GET());
    JsonNode said = parse(answer.body());
    if (answer.statusCode() == 200 && said.path("state").isString()) {
      return VerifyReport.of(said);
    }
    if (answer.statusCode() >= 500) {
      throw new IOException("HTTP status " + answer.statusCode());
    }
    throw refused(answer.statusCode(), said);
  }

  private CommandException refused(int status, JsonNode said) {
    if (!said.path("reason").isString()) {
      return new CommandException(
          "%s answered %d to %s; is it the management port of the redis-projector?"
              .formatted(url, status, PATH));
    }
    String reason = said.path("reason").asString("").replaceAll("[\\p{Cntrl}\\s]+", " ");
    return new CommandException(
        "%s refused: %s"
            .formatted(url, reason.substring(0, Math.min(reason.length(), REASON_CHARACTERS))));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String query) {
    return HttpRequest.newBuilder(URI.create(url.toString().replaceAll("/+$", "") + PATH + query))
        .header("Accept", "application/json")
        .timeout(REQUEST_TIMEOUT);
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException notJson) {
      return MissingNode.getInstance();
    }
  }
}
