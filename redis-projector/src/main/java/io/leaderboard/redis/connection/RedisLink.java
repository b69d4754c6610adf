package io.leaderboard.redis.connection;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection to Redis. It opens when it is first used, and opens again by itself when it
 * broke; meanwhile commands fail at once. Those that were sent before may be sent again, which the
 * scripts bear: each compares before it sets. Thread-safe.
 */
public final class RedisLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

  private final ClientResources resources;
  private final RedisClient client;
  private final List<Runnable> afterReconnect = new CopyOnWriteArrayList<>();
  private @Nullable StatefulRedisConnection<String, String> connection;
  private volatile boolean checked;

  /** Opens nothing yet. */
  public RedisLink(RedisProperties properties) {
    this.resources =
        ClientResources.builder()
            .reconnectDelay(Delay.constant(properties.reconnectPause()))
            .build();
    RedisURI uri = RedisURI.create(properties.uri());
    uri.setTimeout(properties.commandTimeout());
    credentials(properties, uri);
    this.client = RedisClient.create(resources, uri);
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(true)
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(properties.requestQueue())
            .socketOptions(
                SocketOptions.builder().connectTimeout(properties.connectTimeout()).build())
            .timeoutOptions(TimeoutOptions.enabled(properties.commandTimeout()))
            .build());
    client.addListener(new Reconnects());
  }

  /** Has {@code action} run after each reconnect, on a thread that must not block. */
  public void afterReconnect(Runnable action) {
    afterReconnect.add(action);
  }

  /**
   * The connection, to a server that was looked at since it was opened.
   *
   * @throws RuntimeException when Redis is away, or one that cannot be worked with
   */
  public synchronized StatefulRedisConnection<String, String> connection() {
    if (connection == null) {
      connection = client.connect();
    }
    if (!checked) {
      RedisServer server = RedisServer.of(connection.sync().info());
      server.requireSupported();
      if (server.evicts()) {
        LOG.warn(
            "maxmemory-policy is {}: a Redis that is full drops entries of boards. Set it to"
                + " noeviction.",
            server.evictionPolicy());
      }
      checked = true;
    }
    return connection;
  }

  /** Whether commands can be sent now. */
  public synchronized boolean isConnected() {
    return connection != null && connection.isOpen();
  }

  @Override
  public synchronized void close() {
    if (connection != null) {
      connection.close();
    }
    client.shutdown();
    var unused = resources.shutdown();
  }

  private static void credentials(RedisProperties properties, RedisURI uri) {
    if (properties.password().isEmpty()) {
      return;
    }
    RedisCredentialsProvider credentials =
        new StaticCredentialsProvider(
            properties.username().isEmpty() ? null : properties.username(),
            properties.password().toCharArray());
    uri.setCredentialsProvider(credentials);
  }

  private final class Reconnects implements RedisConnectionStateListener {
    @Override
    public void onRedisConnected(RedisChannelHandler<?, ?> opened, SocketAddress address) {
      checked = false;
      LOG.info("Connected to Redis at {}", address);
      afterReconnect.forEach(Runnable::run);
    }

    @Override
    public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
      LOG.info("The connection to Redis broke");
    }
  }
}
