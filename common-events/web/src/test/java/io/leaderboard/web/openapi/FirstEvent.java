package io.leaderboard.web.openapi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The beginning of a stream of events that does not end. */
final class FirstEvent {
  private static final String DATA = "data: ";

  private FirstEvent() {}

  /** The data of the first event; the stream is given up. */
  static String data(InputStream stream) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(DATA)) {
          return line.substring(DATA.length());
        }
      }
      throw new IllegalStateException("the stream ended before its first event");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
