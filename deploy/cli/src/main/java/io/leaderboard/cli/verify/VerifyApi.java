package io.leaderboard.cli.verify;

import io.leaderboard.cli.CommandException;
import io.leaderboard.cli.actuator.ActuatorClient;
import io.leaderboard.cli.actuator.ActuatorClient.Said;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /actuator/verify} of the redis-projector as a client sees it. */
final class VerifyApi {
  private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(1);

  private final ActuatorClient actuator;

  /**
   * @param url such as http://127.0.0.1:9082
   */
  VerifyApi(URI url) {
    this.actuator = new ActuatorClient(url, "/actuator/verify", REQUEST_TIMEOUT);
  }

  /** Where it is. */
  URI url() {
    return actuator.url();
  }

  /**
   * Begins a comparison.
   *
   * @param game null for all games
   * @return its id, empty while another one runs
   * @throws CommandException when it is refused
   */
  Optional<String> begin(@Nullable String game) throws IOException, InterruptedException {
    Said answer = actuator.post(game == null ? Map.of() : Map.of("gameId", game));
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
   * How far the latest comparison is, and the differences that follow the first {@code after}.
   *
   * @throws CommandException when there is none
   */
  VerifyReport report(long after) throws IOException, InterruptedException {
    Said answer = actuator.post(Map.of("after", String.valueOf(after)));
    if (answer.status() == 200 && answer.said().path("state").isString()) {
      return VerifyReport.of(answer.said());
    }
    if (answer.status() >= 500) {
      throw new IOException(answer.reason());
    }
    throw actuator.refused(answer);
  }
}
