package io.leaderboard.servers.testing;

import io.leaderboard.servers.LocalServer;
import io.leaderboard.servers.Ports;
import io.leaderboard.servers.RedisBinary;
import io.leaderboard.servers.RedisServer;
import io.leaderboard.servers.ServerProbe;
import io.leaderboard.servers.ServerSpec;
import java.util.ArrayList;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * One Redis.
 *
 * @param options of redis-server's command line; they win over the defaults
 */
record RedisKind(List<String> options) implements ServerKind<RedisAddress> {
  private static final DockerImageName IMAGE = DockerImageName.parse("redis:7.4");
  private static final int PORT = 6379;

  RedisKind {
    options = List.copyOf(options);
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public ServerProbe probe() {
    return ServerProbe.REDIS;
  }

  @Override
  public RedisAddress address(String host, int port) {
    return new RedisAddress(host, port);
  }

  @Override
  public LocalServer local(ServerSpec spec) {
    int port = options.contains("--cluster-enabled") ? Ports.freeOfCluster() : Ports.free();
    return new RedisServer(spec, port, RedisBinary.preferred(), options);
  }

  @Override
  public GenericContainer<?> container(String hostPort) {
    List<String> command =
        new ArrayList<>(List.of("redis-server", "--maxmemory-policy", "noeviction"));
    // Published on loopback only; the official image turns it off as well, others do not.
    command.addAll(List.of("--protected-mode", "no"));
    command.addAll(List.of("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""));
    command.addAll(options);
    GenericContainer<?> redis =
        new GenericContainer<>(IMAGE)
            .withExposedPorts(PORT)
            .withCommand(command.toArray(String[]::new));
    redis.setPortBindings(List.of(hostPort + ":" + PORT));
    return redis;
  }
}
