package io.leaderboard.cli.stack;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Asks a service whether it is ready.
 *
 * @param managementPort on 127.0.0.1
 */
record Readiness(int managementPort) {
  static final String READY = "ready";

  /** What a projector's health says while it reads what came while it was away. */
  static final String CATCHING_UP = "catching up with the log";

  private static final int TIMEOUT_MILLIS = 2_000;
  private static final int LONGEST_ANSWER = 1 << 20;

  /** {@value #READY}, {@value #CATCHING_UP}, or in a few words why not. */
  String ask() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + managementPort + "/actuator/health/readiness")
                  .toURL()
                  .openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      int status = connection.getResponseCode();
      if (status == 200) {
        return READY;
      }
      return said(connection).contains(CATCHING_UP) ? CATCHING_UP : "not ready, status " + status;
    } catch (IOException e) {
      return "no answer";
    }
  }

  private static String said(HttpURLConnection connection) throws IOException {
    try (InputStream body = connection.getErrorStream()) {
      return body == null
          ? ""
          : new String(body.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
    }
  }
}
