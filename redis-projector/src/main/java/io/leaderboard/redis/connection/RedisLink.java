package io.leaderboard.redis.connection;

import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.lettuce.core.event.connection.ReconnectFailedEvent;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;

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
  private final Disposable reconnects;
  private final RedisServers servers;
  private final String uri;
  private final boolean cluster;
  private final List<Runnable> afterReconnect = new CopyOnWriteArrayList<>();
  private final Set<String> outdated = new HashSet<>();
  private @Nullable Opened opened;
  private volatile boolean checked;

  /** What Redis answers to who reconnects; null while it is merely away, or there. */
  private volatile @Nullable String refusal;

  /** Opens nothing yet. */
  public RedisLink(RedisProperties properties) {
    this.resources =
        ClientResources.builder()
            .reconnectDelay(Delay.constant(properties.reconnectPause()))
            .build();
    this.reconnects =
        resources
            .eventBus()
            .get()
            .ofType(ReconnectFailedEvent.class)
            .subscribe(failed -> refused(failed.getCause()));
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
    String refused = refusal;
    if (refused != null && !open.connection().isOpen()) {
      throw new RedisConnectionException(refused);
    }
    if (!checked) {
      for (RedisServerInfo server : servers.look(open)) {
        server.requireSupported();
        server.requireCluster(cluster);
        // Once, and not after each reconnect.
        server.outdated().filter(outdated::add).ifPresent(LOG::warn);
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
          RedisRefusals.remedy(e)
              .orElseGet(
                  () ->
                      "Redis cannot be reached at %s: is it there, and is leaderboard.redis.uri right? (%s)"
                          .formatted(uri, innermost(e))),
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
    reconnects.dispose();
    if (opened != null) {
      opened.connection().close();
    }
    servers.close();
    var unused = resources.shutdown();
  }

  /** Several times a second, as long as it lasts. */
  private void refused(Throwable cause) {
    String words = RedisRefusals.remedy(cause).orElse(null);
    if (words != null && !words.equals(refusal)) {
      LOG.warn("{}", words);
    }
    refusal = words;
  }

  private void reconnected() {
    checked = false;
    refusal = null;
    afterReconnect.forEach(Runnable::run);
  }
}
