package io.leaderboard.servers.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Whether a Docker engine answers, found out in less than a second. Testcontainers would find out
 * too, but takes seconds to see that there is none.
 */
final class DockerEngine {
  private static final int ANSWER_MILLIS = 800;
  private static final byte[] PING =
      "GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private DockerEngine() {}

  static boolean answers() {
    String configured = configuredHost();
    if (configured != null) {
      return answersAt(URI.create(configured));
    }
    return usualSockets().stream().filter(Files::exists).anyMatch(DockerEngine::pings);
  }

  /** Where Testcontainers looks first, too. */
  private static @Nullable String configuredHost() {
    String environment = System.getenv("DOCKER_HOST");
    if (environment != null && !environment.isBlank()) {
      return environment;
    }
    Path file = Path.of(System.getProperty("user.home"), ".testcontainers.properties");
    Properties properties = new Properties();
    if (Files.isReadable(file)) {
      try (var reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      } catch (IOException unreadable) {
        return null;
      }
    }
    return properties.getProperty("docker.host");
  }

  static boolean answersAt(URI host) {
    if ("unix".equals(host.getScheme())) {
      return pings(Path.of(host.getPath()));
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host.getHost(), host.getPort()), ANSWER_MILLIS);
      return true;
    } catch (IOException | IllegalArgumentException none) {
      return false;
    }
  }

  private static List<Path> usualSockets() {
    String home = System.getProperty("user.home");
    List<Path> sockets = new ArrayList<>();
    sockets.add(Path.of("/var/run/docker.sock"));
    sockets.add(Path.of(home, ".docker/run/docker.sock"));
    sockets.add(Path.of(home, ".docker/desktop/docker.sock"));
    String runtime = System.getenv("XDG_RUNTIME_DIR");
    if (runtime != null) {
      sockets.add(Path.of(runtime, "docker.sock"));
    }
    return sockets;
  }

  /** A socket file may be left over from an engine that has ended, or belong to one that hangs. */
  private static boolean pings(Path file) {
    SocketAddress address = UnixDomainSocketAddress.of(file);
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Selector selector = Selector.open()) {
      channel.connect(address);
      channel.configureBlocking(false);
      channel.write(ByteBuffer.wrap(PING));
      channel.register(selector, SelectionKey.OP_READ);
      ByteBuffer answer = ByteBuffer.allocate(64);
      return selector.select(ANSWER_MILLIS) > 0
          && channel.read(answer) > 0
          && new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII)
              .contains(" 200");
    } catch (IOException none) {
      return false;
    }
  }
}
