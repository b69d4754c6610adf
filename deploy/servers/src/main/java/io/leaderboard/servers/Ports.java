package io.leaderboard.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
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

  /**
   * Of a port that was given out, this file's byte of that number is locked until this process
   * ends: who has one may not listen on it yet, and other processes of this user ask as well.
   */
  private static final FileChannel GIVEN = open();

  private Ports() {}

  /**
   * A port that nothing listens on now. No two callers get the same, in this process and in others
   * of this user while this one lives.
   */
  public static int free() {
    return free(LOWEST, Ports::isFree);
  }

  /** One for a node of a Redis Cluster: what it needs for the others is free and as low, too. */
  public static int freeOfCluster() {
    return free(LOWEST - BUS, port -> isFree(port) && isFree(port + BUS) && claim(port + BUS));
  }

  private static int free(int lowest, IntPredicate isFree) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = lowest + RANDOM.nextInt(HIGHEST - LOWEST);
      if (isFree.test(port) && claim(port)) {
        return port;
      }
    }
    throw new ServerException(
        "no free port found between %d and %d on 127.0.0.1; stop what listens there"
            .formatted(lowest, lowest + HIGHEST - LOWEST));
  }

  /** Whether nobody had it; it is the caller's then. */
  static boolean claim(int port) {
    try {
      return GIVEN.tryLock(port, 1, false) != null;
    } catch (OverlappingFileLockException given) {
      return false;
    } catch (IOException e) {
      throw new ServerException("no port can be claimed", e);
    }
  }

  private static FileChannel open() {
    String name = "leaderboard-ports-" + System.getProperty("user.name");
    Path file = Path.of(System.getProperty("java.io.tmpdir"), name);
    try {
      return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new ServerException(
          "ports are claimed in %s, which cannot be opened".formatted(file), e);
    }
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
