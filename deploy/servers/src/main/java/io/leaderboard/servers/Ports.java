package io.leaderboard.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;

/** Ports on 127.0.0.1. */
public final class Ports {
  /**
   * Below the range from which Linux and macOS take the local ports of outgoing connections:
   * otherwise a client's connection could take the port of a server between its kill and its
   * restart. Redis Cluster's bus, 10,000 higher, is still a valid port.
   */
  private static final int LOWEST = 20_000;

  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 1_000;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Ports() {}

  /** A port that nothing listens on now; random, so that concurrent callers rarely meet. */
  public static int free() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = LOWEST + RANDOM.nextInt(HIGHEST - LOWEST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new ServerException(
        "no free port found between %d and %d on 127.0.0.1; stop what listens there"
            .formatted(LOWEST, HIGHEST));
  }

  /** Whether a server could listen on that port of 127.0.0.1 now. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // A connection in TIME_WAIT does not hinder a server, so it must not count here.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(loopback(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  static InetAddress loopback() {
    try {
      return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
    } catch (IOException impossible) {
      throw new IllegalStateException("four bytes are an IPv4 address", impossible);
    }
  }
}
