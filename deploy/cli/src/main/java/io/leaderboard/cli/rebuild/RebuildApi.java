package io.leaderboard.cli.rebuild;

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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * {@code /actuator/rebuild} of the redis-projector as a client sees it.
 *
 * @param url such as http://127.0.0.1:9082
 */
record RebuildApi(URI url) {
  private static final String PATH = "/actuator/rebuild";
  static final String FROM_LOG = "log";
  private static final int REASON_CHARACTERS = 300;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Long, because digests of every board are made while it is waited for. */
  private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(5);

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  /**
   * Begins a rebuild.
   *
   * @param game null for all games
   * @param from {@code log} or {@code standings}
   * @return the generation that is being filled, empty when another rebuild stands in the way
   * @throws IOException when nobody answers
   * @throws CommandException when it is refused
   */
  Optional<String> begin(@Nullable String game, String from)
      throws IOException, InterruptedException {
    Map<String, String> asked = new TreeMap<>();
    if (game != null) {
      asked.put("gameId", game);
    }
    if (!from.equals(FROM_LOG)) {
      asked.put("from", from);
    }
    String body = JSON.writeValueAsString(asked);
    HttpResponse<String> answer =
        send(
            request(PATH)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    JsonNode said = parse(answer.body());
    String generation = said.path("generation").asString("");
    if (answer.statusCode() == 202 && !generation.isEmpty()) {
      return Optional.of(generation);
    }
    if (answer.statusCode() == 409) {
      return Optional.empty();
    }
    throw refused(answer.statusCode(), said);
  }

  /**
   * What is live and what is being filled.
   *
   * @throws IOException when nobody answers or the service is not able to
   */
  RebuildReport report() throws IOException, InterruptedException {
    HttpResponse<String> answer = send(request(PATH).GET());
    JsonNode said = parse(answer.body());
    if (answer.statusCode() == 200 && said.path("building").isArray()) {
      return RebuildReport.of(said);
    }
    if (answer.statusCode() >= 500) {
      throw new IOException(reason(answer.statusCode(), said));
    }
    throw refused(answer.statusCode(), said);
  }

  /**
   * The digests of boards at one position of the log, empty when the positions kept moving.
   *
   * @param which a game's id, or {@code *} for all
   */
  Optional<JsonNode> proof(String which) throws IOException, InterruptedException {
    HttpResponse<String> answer = send(request(PATH + "?digests=" + which).GET());
    JsonNode said = parse(answer.body());
    if (answer.statusCode() == 200 && said.path("proof").path("boards").isArray()) {
      return Optional.of(said.path("proof"));
    }
    if (answer.statusCode() == 409) {
      return Optional.empty();
    }
    throw refused(answer.statusCode(), said);
  }

  private CommandException refused(int status, JsonNode said) {
    return new CommandException(
        said.path("reason").isString()
            ? "%s refused: %s".formatted(url, reason(status, said))
            : "%s answered %d to %s; is it the management port of the redis-projector?"
                .formatted(url, status, PATH));
  }

  private static String reason(int status, JsonNode said) {
    return oneLine(said.path("reason").asString("HTTP status " + status));
  }

  /** What comes from the network must not write over the terminal. */
  static String oneLine(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ");
    return line.length() <= REASON_CHARACTERS ? line : line.substring(0, REASON_CHARACTERS);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url.toString().replaceAll("/+$", "") + path))
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
