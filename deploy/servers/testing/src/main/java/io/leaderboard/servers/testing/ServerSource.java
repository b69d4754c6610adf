package io.leaderboard.servers.testing;

import io.leaderboard.servers.ServerException;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Where test servers come from. */
enum ServerSource {
  DOCKER,
  LOCAL;

  static final String PROPERTY = "leaderboard.test.servers";
  static final String VARIABLE = "LEADERBOARD_TEST_SERVERS";

  /** The property or the environment variable decides, else whether a Docker engine answers. */
  static ServerSource choose() {
    return choose(System.getProperty(PROPERTY, System.getenv(VARIABLE)), DockerEngine::answers);
  }

  static ServerSource choose(@Nullable String wanted, BooleanSupplier engineAnswers) {
    String choice = wanted == null ? "auto" : wanted.toLowerCase(Locale.ROOT);
    return switch (choice) {
      case "auto" -> engineAnswers.getAsBoolean() ? DOCKER : LOCAL;
      case "docker" -> DOCKER;
      case "local" -> LOCAL;
      default ->
          throw new ServerException(
              "-D%s and %s must be auto, docker or local, but are %s"
                  .formatted(PROPERTY, VARIABLE, wanted));
    };
  }
}
