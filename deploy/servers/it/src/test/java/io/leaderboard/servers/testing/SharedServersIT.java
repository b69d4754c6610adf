package io.leaderboard.servers.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Local processes only: where they come from makes no difference to when a build's servers start
 * and end.
 */
class SharedServersIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final RedisKind REDIS = new RedisKind(List.of());

  @TempDir private Path directory;
  private Process buildProcess;
  private Build build;

  @BeforeEach
  void startBuild() throws IOException {
    buildProcess = new ProcessBuilder("sleep", "600").start();
    build = new Build(buildProcess.pid(), startMillis(buildProcess));
  }

  @AfterEach
  void endBuild() {
    buildProcess.destroyForcibly();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                ProcessHandle.allProcesses()
                    .noneMatch(
                        process ->
                            process
                                .info()
                                .commandLine()
                                .orElse("")
                                .contains(directory.toString())));
  }

  @Test
  void endWithTheBuild() {
    RedisAddress address = shared().address(REDIS, ServerSource.LOCAL);
    assertThat(serves(address)).isTrue();

    buildProcess.destroyForcibly();

    await().atMost(PATIENCE).until(() -> !serves(address));
  }

  @Test
  void areFoundAgainByTheNextJvm() {
    RedisAddress address = shared().address(REDIS, ServerSource.LOCAL);

    assertThat(shared().address(REDIS, ServerSource.LOCAL)).isEqualTo(address);
  }

  @Test
  void areReplacedWhenTheyHaveDied() throws IOException {
    SharedServers first = shared();
    first.address(REDIS, ServerSource.LOCAL);
    ServerEntry.write(first.directory().resolve("redis.local"), "127.0.0.1", 1);

    RedisAddress replacement = shared().address(REDIS, ServerSource.LOCAL);

    assertThat(replacement.port()).isNotEqualTo(1);
    assertThat(serves(replacement)).isTrue();
  }

  @Test
  void areDifferentOnesInAnotherBuild() throws IOException {
    RedisAddress address = shared().address(REDIS, ServerSource.LOCAL);
    Process otherProcess = new ProcessBuilder("sleep", "600").start();
    try {
      Build other = new Build(otherProcess.pid(), startMillis(otherProcess));

      assertThat(new SharedServers(directory, other).address(REDIS, ServerSource.LOCAL))
          .isNotEqualTo(address);
    } finally {
      otherProcess.destroyForcibly();
    }
  }

  @Test
  void leaveNoDataOfBuildsThatHaveEnded() throws IOException {
    Path ended = Files.createDirectories(directory.resolve(buildProcess.pid() + "-1/kafka1"));
    Path foreign = Files.createDirectories(directory.resolve("notes"));

    SharedServers servers = shared();

    assertThat(ended.getParent()).doesNotExist();
    assertThat(foreign).exists();
    assertThat(servers.directory()).exists();
  }

  @Test
  void belongToMavenInABuild() {
    Build current = Build.current();

    assertThat(Build.isRunning(current.pid() + "-" + current.startMillis())).isTrue();
    assertThat(Build.isRunning(current.pid() + "-1")).isFalse();
  }

  private SharedServers shared() {
    return new SharedServers(directory, build);
  }

  private static boolean serves(RedisAddress address) {
    return REDIS.probe().serves(new InetSocketAddress(address.host(), address.port()));
  }

  private static long startMillis(Process process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElseThrow();
  }
}
