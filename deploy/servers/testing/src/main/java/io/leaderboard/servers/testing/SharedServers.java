package io.leaderboard.servers.testing;

import io.leaderboard.servers.FileTree;
import io.leaderboard.servers.LocalServer;
import io.leaderboard.servers.ServerSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The servers of one build, shared by all its test JVMs: whoever needs a server first starts it and
 * writes down where it is.
 *
 * <p>A lock file per kind makes the others wait meanwhile. Safe for use by several threads and
 * processes.
 */
final class SharedServers {
  private final Path directory;
  private final Build build;
  private final Map<String, InetSocketAddress> known = new ConcurrentHashMap<>();

  SharedServers(Path directoryOfAllBuilds, Build build) {
    this.directory = build.directory(directoryOfAllBuilds);
    this.build = build;
    try {
      Files.createDirectories(directory);
      deleteEndedBuilds(directoryOfAllBuilds);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path directory() {
    return directory;
  }

  <A> A address(ServerKind<A> kind, ServerSource source) {
    InetSocketAddress address =
        known.computeIfAbsent(kind.name(), name -> findOrStart(kind, source));
    return kind.address(address.getHostString(), address.getPort());
  }

  private InetSocketAddress findOrStart(ServerKind<?> kind, ServerSource source) {
    Path lockFile = directory.resolve(kind.name() + ".lock");
    Path entry = directory.resolve(kind.name() + "." + source.name().toLowerCase(Locale.ROOT));
    // Closing the channel gives the lock back.
    try (FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock();
      Optional<InetSocketAddress> registered = ServerEntry.read(entry).filter(kind.probe()::serves);
      if (registered.isPresent()) {
        return registered.get();
      }
      // Nothing of a server that has died may be met by the next one.
      Path home = Files.createTempDirectory(directory, kind.name());
      return switch (source) {
        case LOCAL -> startLocal(kind, home, entry);
        case DOCKER -> ContainerHost.launch(kind, home, entry, build.pid());
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private InetSocketAddress startLocal(ServerKind<?> kind, Path home, Path entry)
      throws IOException {
    LocalServer server = kind.local(ServerSpec.in(home).ownedBy(build.pid()));
    server.start();
    ServerEntry.write(entry, server.address().getAddress().getHostAddress(), server.port());
    return ServerEntry.read(entry).orElseThrow();
  }

  private static void deleteEndedBuilds(Path all) throws IOException {
    List<Path> builds;
    try (Stream<Path> entries = Files.list(all)) {
      builds = entries.toList();
    }
    for (Path other : builds) {
      if (!Build.isRunning(String.valueOf(other.getFileName()))) {
        try {
          FileTree.delete(other);
        } catch (IOException anotherJvmDeletesIt) {
          System.err.println("Test servers: left to another JVM to delete: " + anotherJvmDeletesIt);
        }
      }
    }
  }
}
