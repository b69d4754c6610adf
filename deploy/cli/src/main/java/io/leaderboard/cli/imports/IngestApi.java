package io.leaderboard.cli.imports;

import io.leaderboard.cli.CommandException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The ingest API as a client sees it. */
final class IngestApi {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final URI url;
  private final Duration requestTimeout;
  private final HttpClient client =
      HttpClient.newBuilder()
          // Asking a service that speaks HTTP/1.1 for HTTP/2 costs a header and helps nobody.
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  /**
   * @param url such as http://127.0.0.1:8081
   * @param requestTimeout how long one request may take until its answer begins
   */
  IngestApi(URI url, Duration requestTimeout) {
    this.url = url;
    this.requestTimeout = requestTimeout;
  }

  /**
   * The zone of a game, empty when the game is not defined.
   *
   * @throws IOException when nobody answers or the service is not able to
   */
  Optional<ZoneId> timeZone(String game) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(request("/v1/games/" + game).GET().build(), BodyHandlers.ofString());
    if (answer.statusCode() == 404) {
      return Optional.empty();
    }
    if (answer.statusCode() == 429 || answer.statusCode() >= 500) {
      throw new IOException("HTTP status " + answer.statusCode());
    }
    if (answer.statusCode() != 200) {
      throw new CommandException(
          "%s answered %d to GET /v1/games/%s; is it the ingest service?"
              .formatted(url, answer.statusCode(), game));
    }
    try {
      String zone = JsonMapper.shared().readTree(answer.body()).path("timeZone").asString("UTC");
      return Optional.of(ZoneId.of(zone));
    } catch (JacksonException | DateTimeException e) {
      throw new CommandException(
          "%s answered no game definition to GET /v1/games/%s; is it the ingest service?"
              .formatted(url, game),
          e);
    }
  }

  /** Sends lines as one request. */
  IngestAnswer post(List<ScoreLine> lines) throws InterruptedException {
    StringBuilder body = new StringBuilder();
    lines.forEach(line -> body.append(line.json()).append('\n'));
    HttpRequest request =
        request("/v1/scores")
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    try {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      return AnswerReader.read(answer.statusCode(), answer.headers(), answer.body(), lines.size());
    } catch (IOException e) {
      return new IngestAnswer.Unavailable(describe(e), Duration.ZERO);
    }
  }

  URI url() {
    return url;
  }

  static String describe(IOException e) {
    return e instanceof ConnectException
        ? "no connection"
        : e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url.toString().replaceAll("/+$", "") + path))
        .header("Accept", "application/json")
        .timeout(requestTimeout);
  }
}
