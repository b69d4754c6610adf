package io.leaderboard.cli.rebuild;

import io.leaderboard.cli.CommandException;
import io.leaderboard.cli.actuator.ActuatorClient;
import io.leaderboard.cli.actuator.ActuatorClient.Said;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code /actuator/rebuild} of the redis-projector as a client sees it. */
final class RebuildApi {
  /** Long, because digests of every board are made while it is waited for. */
  private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(5);

  private final ActuatorClient actuator;

  /**
   * @param url such as http://127.0.0.1:9082
   */
  RebuildApi(URI url) {
    this.actuator = new ActuatorClient(url, "/actuator/rebuild", REQUEST_TIMEOUT);
  }

  /** Where it is. */
  URI url() {
    return actuator.url();
  }

  /**
   * Begins a rebuild.
   *
   * @param game null for all games
   * @param from {@code log} or {@code standings}; null for the log, unless a restore is under way
   * @return the id of what is being filled, empty when another rebuild stands in the way
   * @throws IOException when nobody answers
   * @throws CommandException when it is refused, as when Redis has no room for it
   */
  Optional<String> begin(@Nullable String game, @Nullable String from)
      throws IOException, InterruptedException {
    Map<String, String> asked = new TreeMap<>();
    if (game != null) {
      asked.put("gameId", game);
    }
    if (from != null) {
      asked.put("from", from);
    }
    Said answer = actuator.post(asked);
    String id = answer.said().path("id").asString("");
    if (answer.status() == 202 && !id.isEmpty()) {
      return Optional.of(id);
    }
    if (answer.status() == 409) {
      return Optional.empty();
    }
    throw actuator.refused(answer);
  }

  /**
   * What is live and what is being filled.
   *
   * @throws IOException when nobody answers or the service is not able to
   */
  RebuildReport report() throws IOException, InterruptedException {
    Said answer = actuator.get("");
    if (answer.status() == 200 && answer.said().path("building").isArray()) {
      return RebuildReport.of(answer.said());
    }
    if (answer.status() >= 500) {
      throw new IOException(answer.reason());
    }
    throw actuator.refused(answer);
  }

  /**
   * The digests of boards at one position of the log, empty when the positions kept moving.
   *
   * @param which a game's id, or {@code *} for all
   */
  Optional<JsonNode> proof(String which) throws IOException, InterruptedException {
    Said answer = actuator.get("?digests=" + which);
    if (answer.status() == 200 && answer.said().path("proof").path("boards").isArray()) {
      return Optional.of(answer.said().path("proof"));
    }
    if (answer.status() == 409) {
      return Optional.empty();
    }
    throw actuator.refused(answer);
  }
}
