package io.leaderboard.cli.stack;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * Asks a service whether it is ready.
 *
 * @param managementPort on 127.0.0.1
 */
record Readiness(int managementPort) {
  static final String READY = "ready";
  private static final int TIMEOUT_MILLIS = 2_000;

  /** {@value #READY}, or in a few words why not. */
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
      return status == 200 ? READY : "not ready, status " + status;
    } catch (IOException e) {
      return "no answer";
    }
  }
}
