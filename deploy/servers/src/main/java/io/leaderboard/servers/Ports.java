package io.leaderboard.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/** Ports on 127.0.0.1. */
public final class Ports {
  /**
   * Below the range from which Linux and macOS take the local ports of outgoing connections:
   * otherwise a client's connection could take the port of a server between its kill and its
   * restart.
   */
  private static final int LOWEST = 20_000;

  private static final int HIGHEST = 32_000;

  /** How much higher the port is by which the masters of a Redis Cluster talk to each other. */
  private static final int BUS = 10_000;

  private static final int ATTEMPTS = 1_000;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Given out here before: who has one may not listen on it yet. */
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private Ports() {}

  /**
   * A port that nothing listens on now. In this process no two callers get the same; random, so
   * that those of several rarely meet.
   */
  public static int free() {
    return free(LOWEST, Ports::isFree);
  }

  /** One for a node of a Redis Cluster: what it needs for the others is free and as low, too. */
  public static int freeOfCluster() {
    return free(LOWEST - BUS, port -> isFree(port) && isFree(port + BUS));
  }

  private static int free(int lowest, IntPredicate isFree) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = lowest + RANDOM.nextInt(HIGHEST - LOWEST);
      if (isFree.test(port) && GIVEN.add(port)) {
        return port;
      }
    }
    throw new ServerException(
        "no free port found between %d and %d on 127.0.0.1; stop what listens there"
            .formatted(lowest, lowest + HIGHEST - LOWEST));
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
