package io.leaderboard.cli.stack;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Asks a service how it is.
 *
 * @param managementPort on 127.0.0.1
 */
record ServiceHealth(int managementPort) {
  private static final int TIMEOUT_MILLIS = 2_000;
  private static final int LONGEST_ANSWER = 1 << 20;

  /** Whether it can do its work, as who starts it asks. */
  HealthAnswer readiness() {
    return ask("/actuator/health/readiness");
  }

  /** All that it knows of itself, also what takes nobody's traffic away. */
  HealthAnswer whole() {
    return ask("/actuator/health");
  }

  private HealthAnswer ask(String path) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + managementPort + path).toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      int status = connection.getResponseCode();
      return HealthAnswer.read(
          status, read(status < 400 ? connection.getInputStream() : connection.getErrorStream()));
    } catch (IOException e) {
      return HealthAnswer.SILENT;
    }
  }

  private static String read(@Nullable InputStream body) throws IOException {
    if (body == null) {
      return "";
    }
    try (body) {
      return new String(body.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
    }
  }
}
