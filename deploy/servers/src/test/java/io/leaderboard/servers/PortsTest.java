package io.leaderboard.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void givesPortsThatAServerCanListenOn() throws IOException {
    int port = Ports.free();

    try (ServerSocket server = new ServerSocket(port, 1, Ports.loopback())) {
      assertThat(server.isBound()).isTrue();
      assertThat(Ports.isFree(port)).isFalse();
    }
    assertThat(Ports.isFree(port)).isTrue();
  }

  @Test
  void seesAServerThatListensOnEveryAddress() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
      assertThat(Ports.isFree(server.getLocalPort())).isFalse();
    }
  }

  @Test
  void givesNoPortTwiceAsItsServerMayNotListenYet() {
    assertThat(IntStream.range(0, 300).map(i -> Ports.free())).doesNotHaveDuplicates();
  }

  @Test
  void givesNoPortThatAnotherProcessWasGiven() throws Exception {
    int given = Ports.free();
    Process other =
        new ProcessBuilder(
                JavaRuntime.running().executable().toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Claim.class.getName(),
                Integer.toString(given))
            .start();
    assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("%d false, another true".formatted(given));
  }

  /** What another process gets. */
  static final class Claim {
    public static void main(String[] args) {
      int given = Integer.parseInt(args[0]);
      System.out.printf("%d %b, another %b", given, Ports.claim(given), Ports.claim(1));
    }
  }

  @Test
  void staysBelowThePortsOfOutgoingConnections() {
    assertThat(Ports.free()).isBetween(20_000, 32_000);
    // A node of a Redis Cluster listens 10,000 higher as well.
    assertThat(Ports.freeOfCluster()).isBetween(10_000, 22_000);
  }
}
