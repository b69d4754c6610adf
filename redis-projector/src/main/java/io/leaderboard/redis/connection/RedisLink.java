package io.leaderboard.redis.connection;

import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection to Redis, or to each master of a cluster. It opens when it is first used, and
 * opens again by itself when it broke; meanwhile commands fail at once. Those that were sent before
 * may be sent again, which the scripts bear: each compares before it sets. Thread-safe.
 */
public final class RedisLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

  /**
   * What is open.
   *
   * @param commands go to the server that has the key
   */
  record Opened(
      StatefulConnection<String, String> connection,
      RedisClusterCommands<String, String> commands,
      RedisClusterAsyncCommands<String, String> async) {}

  private final ClientResources resources;
  private final RedisServers servers;
  private final String uri;
  private final boolean cluster;
  private final List<Runnable> afterReconnect = new CopyOnWriteArrayList<>();
  private @Nullable Opened opened;
  private volatile boolean checked;

  /** Opens nothing yet. */
  public RedisLink(RedisProperties properties) {
    this.resources =
        ClientResources.builder()
            .reconnectDelay(Delay.constant(properties.reconnectPause()))
            .build();
    this.uri = properties.uri();
    this.cluster = properties.cluster();
    this.servers =
        cluster
            ? new ClusterServers(properties, resources, this::reconnected)
            : new SingleServer(properties, resources, this::reconnected);
  }

  /**
   * Has {@code action} run after each reconnect, and when another server has taken over keys of a
   * cluster, on a thread that must not block.
   */
  public void afterReconnect(Runnable action) {
    afterReconnect.add(action);
  }

  /** Whether it is a cluster. */
  public boolean isCluster() {
    return cluster;
  }

  /**
   * Commands that wait for their answers, to servers that were looked at since the connection was
   * opened.
   *
   * @throws RuntimeException when Redis is away, or one that cannot be worked with
   */
  public RedisClusterCommands<String, String> commands() {
    return opened().commands();
  }

  /** Commands that do not wait, in the order they are sent to a server; otherwise the same. */
  public RedisClusterAsyncCommands<String, String> async() {
    return opened().async();
  }

  private synchronized Opened opened() {
    Opened open = opened;
    if (open == null) {
      open = open();
      opened = open;
    }
    if (!checked) {
      for (RedisServerInfo server : servers.look(open)) {
        server.requireSupported();
        server.requireCluster(cluster);
        if (server.evicts()) {
          LOG.warn(
              "maxmemory-policy of Redis at {} is {}: when it is full it drops entries of boards."
                  + " Set it to noeviction.",
              server.place(),
              server.evictionPolicy());
        }
      }
      checked = true;
    }
    return open;
  }

  private Opened open() {
    try {
      return servers.open();
    } catch (RedisException e) {
      throw new RedisConnectionException(
          "Redis cannot be reached at %s: is it there, and is leaderboard.redis.uri right? (%s)"
              .formatted(uri, innermost(e)),
          e);
    }
  }

  private static @Nullable String innermost(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return innermost.getMessage();
  }

  /** Whether commands can be sent now. */
  public synchronized boolean isConnected() {
    return opened != null && opened.connection().isOpen();
  }

  @Override
  public synchronized void close() {
    if (opened != null) {
      opened.connection().close();
    }
    servers.close();
    var unused = resources.shutdown();
  }

  private void reconnected() {
    checked = false;
    afterReconnect.forEach(Runnable::run);
  }
}
