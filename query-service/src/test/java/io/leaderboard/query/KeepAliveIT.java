package io.leaderboard.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.game.Order;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** One connection that asks again the moment it is answered, as benchmarks and proxies do. */
class KeepAliveIT {
  private static final int REQUESTS = 3_000;

  @Test
  void aKeptAliveConnectionIsAnsweredForEver() throws IOException {
    try (Stack stack = new Stack()) {
      stack.boards("g1", 1).live().put("race", "b", "ann", -1);
      stack.define(TestGames.game("race", 0, TestGames.allTime("b", Order.DESC)));
      byte[] request =
          "GET /rank/ann?gameId=race HTTP/1.1\r\nHost: localhost\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII);
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), stack.api().port())) {
        socket.setSoTimeout(10_000);
        BufferedReader answers =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        for (int i = 0; i < REQUESTS; i++) {
          socket.getOutputStream().write(request);
          assertThat(answers.readLine()).as("answer %d", i).isEqualTo("HTTP/1.1 200 OK");
          skipRest(answers);
        }
      }
    }
  }

  private static void skipRest(BufferedReader answers) throws IOException {
    int length = 0;
    for (String line = answers.readLine(); !line.isEmpty(); line = answers.readLine()) {
      if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring("content-length:".length()).trim());
      }
    }
    assertThat(answers.skip(length)).isEqualTo(length);
  }
}
