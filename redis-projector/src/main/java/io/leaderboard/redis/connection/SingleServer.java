package io.leaderboard.redis.connection;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.ClientResources;
import java.net.SocketAddress;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One server. */
final class SingleServer implements RedisServers, RedisConnectionStateListener {
  private static final Logger LOG = LoggerFactory.getLogger(SingleServer.class);

  private final RedisURI uri;
  private final RedisClient client;
  private final Runnable whenConnected;
  private volatile boolean connected;

  SingleServer(RedisProperties properties, ClientResources resources, Runnable whenConnected) {
    this.uri = properties.uris().get(0);
    this.whenConnected = whenConnected;
    this.client = RedisClient.create(resources, uri);
    client.setOptions(properties.apply(ClientOptions.builder()).build());
    client.addListener(this);
  }

  @Override
  public RedisLink.Opened open() {
    StatefulRedisConnection<String, String> open = client.connect();
    return new RedisLink.Opened(open, open.sync(), open.async());
  }

  @Override
  public List<RedisServerInfo> look(RedisLink.Opened opened) {
    return List.of(
        RedisServerInfo.of(uri.getHost() + ":" + uri.getPort(), opened.commands().info()));
  }

  @Override
  public void onRedisConnected(RedisChannelHandler<?, ?> opened, SocketAddress address) {
    LOG.info("Connected to Redis at {}", address);
    connected = true;
    whenConnected.run();
  }

  @Override
  public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
    // Also told of attempts that Redis refused.
    if (connected) {
      LOG.info("The connection to Redis broke");
      connected = false;
    }
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
