package io.leaderboard.servers.testing;

import io.leaderboard.servers.ServerException;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own that holds one shared container until the build has ended. Testcontainers
 * removes containers when the JVM that started them ends, and the first test JVM ends long before
 * the last one.
 */
final class ContainerHost {
  private static final int POLL_MILLIS = 50;

  private ContainerHost() {}

  /** Waits until the server is written down. */
  static InetSocketAddress launch(ServerKind<?> kind, Path home, Path entry, long ownerPid)
      throws IOException {
    Files.deleteIfExists(entry);
    Path log = home.resolve("container-host.log");
    Process host =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                ContainerHost.class.getName(),
                kind.name(),
                entry.toString(),
                Long.toString(ownerPid))
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      while (!Files.exists(entry)) {
        if (host.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
          throw new ServerException(
              "a Docker engine answers, but the container of %s did not start; see %s, or run with -D%s=local"
                  .formatted(kind.name(), log, ServerSource.PROPERTY));
        }
      }
    } catch (InterruptedException e) {
      host.destroy();
      Thread.currentThread().interrupt();
      throw new ServerException(
          "interrupted while the container of %s started".formatted(kind.name()), e);
    }
    return ServerEntry.read(entry).orElseThrow();
  }

  public static void main(String[] arguments) throws IOException {
    ServerKind<?> kind =
        List.<ServerKind<?>>of(new KafkaKind(), new RedisKind(List.of()), new CassandraKind(false))
            .stream()
            .filter(candidate -> candidate.name().equals(arguments[0]))
            .findFirst()
            .orElseThrow();
    try (ContainerServer<?> server = new ContainerServer<>(kind)) {
      server.start();
      ServerEntry.write(Path.of(arguments[1]), server.host(), server.port());
      ProcessHandle.of(Long.parseLong(arguments[2])).ifPresent(owner -> owner.onExit().join());
    }
  }
}
