package io.leaderboard.servers.testing;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Prints the address of a shared server: the part of a test that runs in a JVM of its own. */
final class SharedAddresses {
  private SharedAddresses() {}

  static String of(String kind) {
    return switch (kind) {
      case "kafka" -> TestServers.kafka().toString();
      case "redis" -> TestServers.redis().toString();
      case "cassandra" -> TestServers.cassandra().toString();
      default -> throw new IllegalArgumentException(kind);
    };
  }

  public static void main(String[] arguments) {
    try (PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)) {
      out.println(of(arguments[0]));
    }
  }
}
