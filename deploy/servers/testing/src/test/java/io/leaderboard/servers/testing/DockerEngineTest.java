package io.leaderboard.servers.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DockerEngineTest {
  @TempDir private Path directory;

  @Test
  void answersWhenItIsWell() throws IOException {
    try (ServerSocketChannel engine = listen()) {
      CompletableFuture<Void> answer =
          CompletableFuture.runAsync(() -> answer(engine, "HTTP/1.0 200 OK\r\n\r\nOK"));

      assertThat(DockerEngine.answersAt(socket())).isTrue();
      answer.join();
    }
  }

  @Test
  void doesNotAnswerWhenItFails() throws IOException {
    try (ServerSocketChannel engine = listen()) {
      CompletableFuture<Void> answer =
          CompletableFuture.runAsync(() -> answer(engine, "HTTP/1.0 500 No\r\n\r\n"));

      assertThat(DockerEngine.answersAt(socket())).isFalse();
      answer.join();
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void isGivenUpWhileItHangs() throws IOException {
    try (ServerSocketChannel engine = listen()) {
      assertThat(DockerEngine.answersAt(socket())).isFalse();
      assertThat(engine.isOpen()).isTrue();
    }
  }

  @Test
  void doesNotAnswerWhereThereIsNone() {
    assertThat(DockerEngine.answersAt(socket())).isFalse();
    assertThat(DockerEngine.answersAt(URI.create("tcp://127.0.0.1:1"))).isFalse();
    assertThat(DockerEngine.answersAt(URI.create("nonsense"))).isFalse();
  }

  private ServerSocketChannel listen() throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    channel.bind(UnixDomainSocketAddress.of(directory.resolve("docker.sock")));
    return channel;
  }

  private URI socket() {
    return URI.create("unix://" + directory.resolve("docker.sock"));
  }

  private static void answer(ServerSocketChannel engine, String response) {
    try (SocketChannel connection = engine.accept()) {
      connection.read(ByteBuffer.allocate(256));
      connection.write(ByteBuffer.wrap(response.getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
