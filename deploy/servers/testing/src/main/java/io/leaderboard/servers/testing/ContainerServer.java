package io.leaderboard.servers.testing;

import com.github.dockerjava.api.DockerClient;
import io.leaderboard.servers.Ports;
import io.leaderboard.servers.ServerException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

/** A container with a port of its own on the Docker host, which it keeps over its restarts. */
final class ContainerServer<A> implements DedicatedServer<A> {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
  private static final int STOP_SECONDS = 30;

  private final ServerKind<A> kind;
  private final int port = Ports.free();
  private @Nullable GenericContainer<?> container;

  ContainerServer(ServerKind<A> kind) {
    this.kind = kind;
  }

  @Override
  public A address() {
    return kind.address(host(), port);
  }

  String host() {
    return DockerClientFactory.instance().dockerHostIpAddress();
  }

  int port() {
    return port;
  }

  @Override
  public synchronized void start() {
    GenericContainer<?> existing = container;
    if (existing == null) {
      GenericContainer<?> created = kind.container(publishedAs());
      container = created;
      created.start();
    } else if (!isRunning(existing)) {
      docker().startContainerCmd(existing.getContainerId()).exec();
    }
    awaitService();
  }

  /** On loopback where the engine is on this machine, for the servers ask for no password. */
  private String publishedAs() {
    return host().equals("localhost") ? "127.0.0.1:" + port : Integer.toString(port);
  }

  @Override
  public synchronized void stop() {
    GenericContainer<?> existing = container;
    if (existing != null && isRunning(existing)) {
      docker().stopContainerCmd(existing.getContainerId()).withTimeout(STOP_SECONDS).exec();
    }
  }

  @Override
  public synchronized void kill() {
    GenericContainer<?> existing = container;
    if (existing != null && isRunning(existing)) {
      docker().killContainerCmd(existing.getContainerId()).exec();
    }
  }

  @Override
  public synchronized void pause() {
    docker().pauseContainerCmd(running().getContainerId()).exec();
  }

  @Override
  public synchronized void resume() {
    docker().unpauseContainerCmd(running().getContainerId()).exec();
  }

  @Override
  public synchronized void wipe() {
    GenericContainer<?> existing = container;
    if (existing != null) {
      existing.stop();
      container = null;
    }
  }

  @Override
  public boolean isServing() {
    return kind.probe().serves(new InetSocketAddress(host(), port));
  }

  @Override
  public void close() {
    wipe();
  }

  private GenericContainer<?> running() {
    if (container == null) {
      throw new IllegalStateException(kind.name() + " has been wiped; start it first");
    }
    return container;
  }

  private void awaitService() {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (!isServing()) {
      if (System.nanoTime() > deadline) {
        throw new ServerException(
            "the container of %s did not serve within %d s"
                .formatted(kind.name(), START_TIMEOUT.toSeconds()));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private static boolean isRunning(GenericContainer<?> container) {
    return Boolean.TRUE.equals(
        docker().inspectContainerCmd(container.getContainerId()).exec().getState().getRunning());
  }

  private static DockerClient docker() {
    return DockerClientFactory.instance().client();
  }
}
