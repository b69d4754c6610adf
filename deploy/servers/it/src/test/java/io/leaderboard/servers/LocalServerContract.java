package io.leaderboard.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every server promises, whichever it is. One server serves all the tests of a class, because
 * starting takes seconds.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LocalServerContract<S extends LocalServer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  S server;

  abstract S onFreePorts(ServerSpec spec);

  /** The same kind of server that wants the port of another. */
  abstract S onPort(ServerSpec spec, int port);

  /** Stores the value so that it is to survive a SIGKILL. */
  abstract void write(String key, String value);

  abstract Optional<String> read(String key);

  @BeforeAll
  void start(@TempDir Path directory) {
    server = onFreePorts(ServerSpec.in(directory.resolve("server")));
    long began = System.nanoTime();
    server.start();
    System.err.printf(
        "%s started for the first time in %d ms%n",
        server.name(), (System.nanoTime() - began) / 1_000_000);
  }

  @AfterAll
  void stop() {
    server.stop();
    assertThat(server.isAlive()).isFalse();
    assertThat(server.isServing()).isFalse();
  }

  @Test
  void keepsItsDataAndItsAddressOverAKillAndIsNotPausedMeanwhile() {
    write("kill", "kept");
    long pid = server.pid();

    server.kill();

    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(server.isServing()).isFalse();
    assertThatThrownBy(server::pause)
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("is not running");
    server.stop();
    long began = System.nanoTime();
    server.start();
    System.err.printf(
        "%s started after a kill in %d ms%n",
        server.name(), (System.nanoTime() - began) / 1_000_000);
    assertThat(read("kill")).contains("kept");
  }

  @Test
  void keepsItsDataOverARestart() {
    write("restart", "kept");
    long pid = server.pid();

    server.restart();

    assertThat(server.pid()).isNotEqualTo(pid);
    assertThat(read("restart")).contains("kept");
  }

  @Test
  void answersNothingWhilePausedAndEverythingAfterwards() {
    write("pause", "kept");

    server.pause();
    try {
      assertThat(server.isServing()).isFalse();
      assertThat(server.isAlive()).isTrue();
    } finally {
      server.resume();
    }

    await().atMost(PATIENCE).until(server::isServing);
    assertThat(read("pause")).contains("kept");
  }

  @Test
  void hasNoDataAfterAWipe() {
    write("wipe", "gone");

    server.wipe();
    server.start();

    assertThat(read("wipe")).isEmpty();
  }

  @Test
  void stopsInOrderEvenWhenItIsPaused() {
    server.pause();

    server.stop();

    assertThat(server.isAlive()).isFalse();
    server.start();
  }

  @Test
  void listensOnLoopbackAlone() throws IOException {
    try (ServerSocket elsewhere = new ServerSocket()) {
      elsewhere.bind(new InetSocketAddress("127.0.0.2", server.port()));
      assertThat(elsewhere.isBound()).isTrue();
    }
  }

  @Test
  void saysWhichPortIsTakenAndLeavesNothingRunning(@TempDir Path directory) {
    S second = onPort(ServerSpec.in(directory), server.port());

    assertThatThrownBy(second::start)
        .isInstanceOf(ServerException.class)
        .hasMessageContaining(
            "port %d on 127.0.0.1 is taken; stop what listens there", server.port())
        .hasMessageNotContaining("\n");
    assertThat(second.isAlive()).isFalse();
  }

  @Test
  void doesNotStartOnAFullDisk(@TempDir Path directory) {
    S second = onFreePorts(ServerSpec.in(directory).withMinimumFreeMiB(Long.MAX_VALUE));

    assertThatThrownBy(second::start)
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("the disk of " + directory)
        .hasMessageContaining("make room there");
    assertThat(second.isAlive()).isFalse();
  }

  @Test
  void leavesNothingRunningWhenItIsNotReadyInTime(@TempDir Path directory) {
    S second = onFreePorts(ServerSpec.in(directory).withStartTimeout(Duration.ZERO));

    assertThatThrownBy(second::start)
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("did not answer within 0 s")
        .hasMessageContaining(second.logFile().toString());

    assertThat(second.isAlive()).isFalse();
    await().atMost(PATIENCE).until(() -> processesNaming(directory) == 0);
  }

  @Test
  void needsAWritableDirectory(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "not a directory");
    S second = onFreePorts(ServerSpec.in(file));

    assertThatThrownBy(second::start)
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("must be a writable directory");
  }

  /** Processes, this one aside, whose command line names the directory. */
  static long processesNaming(Path directory) {
    return ProcessHandle.allProcesses()
        .filter(process -> !process.equals(ProcessHandle.current()))
        .filter(process -> process.info().commandLine().orElse("").contains(directory.toString()))
        .count();
  }
}
