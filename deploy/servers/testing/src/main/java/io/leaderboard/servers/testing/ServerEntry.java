package io.leaderboard.servers.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * The file that says where a shared server is: host and port, a line each. It appears whole or not
 * at all.
 */
final class ServerEntry {
  private ServerEntry() {}

  static void write(Path file, String host, int port) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(part, host + "\n" + port + "\n");
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static Optional<InetSocketAddress> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    return Optional.of(new InetSocketAddress(lines.get(0), Integer.parseInt(lines.get(1))));
  }
}
