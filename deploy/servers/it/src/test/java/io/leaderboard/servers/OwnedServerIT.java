package io.leaderboard.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server lives no longer than the process it belongs to. */
class OwnedServerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path directory;
  private Process owner;

  @BeforeEach
  void startOwner() throws IOException {
    owner = new ProcessBuilder("sleep", "600").start();
  }

  @AfterEach
  void endOwner() {
    owner.destroyForcibly();
    await().atMost(PATIENCE).until(() -> LocalServerContract.processesNaming(directory) == 0);
  }

  @Test
  void endsWhenItsOwnerIsKilled() {
    RedisServer server = start();

    owner.destroyForcibly();

    await().atMost(PATIENCE).until(() -> !server.isAlive());
  }

  /** Whoever watches it must not wait for a start that takes long. */
  @Test
  void tellsThatItRunsWhileItIsBeingStarted() {
    KafkaServer server =
        KafkaServer.onFreePorts(ServerSpec.in(directory).withMemoryMiB(256).ownedBy(owner.pid()));
    CompletableFuture<Void> start = CompletableFuture.runAsync(server::start);
    try {
      await().atMost(Duration.ofMinutes(2)).until(server::isAlive);

      assertThat(start).isNotDone();
      assertThat(server.pid()).isPositive();
      start.join();
    } finally {
      server.kill();
    }
  }

  @Test
  void endsWhenItsOwnerIsKilledWhileItIsPaused() {
    RedisServer server = start();
    server.pause();

    owner.destroyForcibly();

    await().atMost(PATIENCE).until(() -> !server.isAlive());
  }

  @Test
  void endsInOrderSoThatNothingIsLost() {
    RedisServer server = start();

    owner.destroyForcibly();

    await().atMost(PATIENCE).until(() -> !server.isAlive());
    assertThat(server.logFile()).content().contains("User requested shutdown");
  }

  @Test
  void leavesNoWatchdogBehindWhenItIsKilled() {
    RedisServer server = start();

    server.kill();

    await().atMost(PATIENCE).until(() -> LocalServerContract.processesNaming(directory) == 0);
    assertThat(owner.isAlive()).isTrue();
  }

  @Test
  void reportsTheServersOwnPid() {
    RedisServer server = start();

    assertThat(ProcessHandle.of(server.pid()).orElseThrow().info().command().orElse(""))
        .contains("redis-server");
  }

  @Test
  void doesNotStartForAnOwnerThatIsGone() throws InterruptedException {
    owner.destroyForcibly().waitFor();
    KafkaServer server = KafkaServer.onFreePorts(ServerSpec.in(directory).ownedBy(owner.pid()));

    assertThatThrownBy(server::start)
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("its owner, process %d, is gone", owner.pid());
    assertThat(server.isAlive()).isFalse();
  }

  @Test
  void quotesTheTellingLineOfAServerThatDies() {
    RedisServer server =
        new RedisServer(
            ServerSpec.in(directory).ownedBy(owner.pid()),
            Ports.free(),
            RedisBinary.bundled(),
            List.of("--no-such-option", "1"));

    assertThatThrownBy(server::start)
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("it ended with status 1")
        .hasMessageContaining(server.logFile().toString())
        .hasMessageContaining("FATAL CONFIG FILE ERROR")
        .hasMessageNotContaining("\n");
  }

  @Test
  void saysThatAJvmHasTooLittleMemory() {
    KafkaServer server =
        KafkaServer.onFreePorts(ServerSpec.in(directory).ownedBy(owner.pid()).withMemoryMiB(24));

    assertThatThrownBy(server::start)
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("its memory limit, 24 MiB, is too low; raise it")
        .hasMessageNotContaining("\n");
    assertThat(server.isAlive()).isFalse();
  }

  private RedisServer start() {
    RedisServer server =
        new RedisServer(
            ServerSpec.in(directory).ownedBy(owner.pid()),
            Ports.free(),
            RedisBinary.bundled(),
            List.of());
    server.start();
    return server;
  }
}
