package io.leaderboard.redis.connection;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.lettuce.core.cluster.event.ClusterTopologyChangedEvent;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.resource.ClientResources;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;

/**
 * The masters of a cluster, with a connection to each.
 *
 * <p>What a master may have lost is asked for again when a connection to it breaks and comes back,
 * and when slots have moved to another one. Connections that are opened first, and those that look
 * for the topology from time to time, mean nothing of the kind.
 */
final class ClusterServers implements RedisServers, RedisConnectionStateListener {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterServers.class);

  /** Also while nothing tells that slots have moved. */
  private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(15);

  private final RedisProperties properties;
  private final ClientResources resources;
  private final RedisClusterClient client;
  private final Runnable whenChanged;
  private final Disposable topology;
  private final Map<RedisChannelHandler<?, ?>, SocketAddress> connected =
      Collections.synchronizedMap(new WeakHashMap<>());
  private final Set<SocketAddress> lost = Collections.synchronizedSet(new HashSet<>());

  ClusterServers(RedisProperties properties, ClientResources resources, Runnable whenChanged) {
    this.properties = properties;
    this.resources = resources;
    this.whenChanged = whenChanged;
    this.client = RedisClusterClient.create(resources, properties.uris());
    ClusterClientOptions.Builder options = ClusterClientOptions.builder();
    properties.apply(options);
    client.setOptions(
        options
            .topologyRefreshOptions(
                ClusterTopologyRefreshOptions.builder()
                    .enablePeriodicRefresh(TOPOLOGY_REFRESH)
                    .build())
            .build());
    client.addListener(this);
    this.topology =
        resources
            .eventBus()
            .get()
            .ofType(ClusterTopologyChangedEvent.class)
            .filter(event -> !slots(event.before()).isEmpty())
            .filter(event -> !slots(event.before()).equals(slots(event.after())))
            .subscribe(event -> slotsMoved());
  }

  @Override
  public RedisLink.Opened open() {
    try {
      StatefulRedisClusterConnection<String, String> open = client.connect();
      return new RedisLink.Opened(open, open.sync(), open.async());
    } catch (RedisException e) {
      // A server that is none of a cluster does not know of slots: that is to be told, not this.
      for (RedisURI uri : properties.uris()) {
        RedisServerInfo server = ask(uri);
        if (server != null) {
          server.requireCluster(true);
        }
      }
      throw e;
    }
  }

  private @Nullable RedisServerInfo ask(RedisURI uri) {
    RedisClient alone = RedisClient.create(resources, uri);
    try {
      alone.setOptions(properties.apply(ClientOptions.builder()).build());
      try (StatefulRedisConnection<String, String> connection = alone.connect()) {
        return RedisServerInfo.of(uri.getHost() + ":" + uri.getPort(), connection.sync().info());
      }
    } catch (RedisException e) {
      return null;
    } finally {
      alone.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
  }

  @Override
  public List<RedisServerInfo> look(RedisLink.Opened opened) {
    StatefulRedisClusterConnection<?, ?> connection =
        (StatefulRedisClusterConnection<?, ?>) opened.connection();
    List<RedisServerInfo> answers = new ArrayList<>();
    RedisException none =
        new RedisConnectionException(
            "The Redis Cluster of leaderboard.redis.uri has no master with slots");
    for (RedisClusterNode node : connection.getPartitions()) {
      if (!node.getSlots().isEmpty()) {
        try {
          String place = node.getUri().getHost() + ":" + node.getUri().getPort();
          RedisClusterCommands<?, ?> commands = connection.getConnection(node.getNodeId()).sync();
          RedisServerInfo.requireAllSlots(place, commands.clusterInfo());
          answers.add(RedisServerInfo.of(place, commands.info()));
        } catch (RedisException e) {
          // One that is away is looked at when it is back.
          none = e;
        }
      }
    }
    if (answers.isEmpty()) {
      throw none;
    }
    return answers;
  }

  @Override
  public void onRedisConnected(RedisChannelHandler<?, ?> opened, SocketAddress address) {
    connected.put(opened, address);
    if (lost.remove(address)) {
      LOG.info("Connected again to the master at {}", address);
      whenChanged.run();
    }
  }

  @Override
  public void onRedisDisconnected(RedisChannelHandler<?, ?> broken) {
    SocketAddress address = connected.get(broken);
    // One that was closed on purpose has done its work.
    if (address != null && !broken.isClosed() && lost.add(address)) {
      LOG.info("The connection to the master at {} broke", address);
    }
  }

  private void slotsMoved() {
    LOG.info("Slots of the cluster have moved");
    whenChanged.run();
  }

  /** Which server has which slots. */
  private static Map<String, List<Integer>> slots(List<RedisClusterNode> nodes) {
    Map<String, List<Integer>> slots = new HashMap<>();
    for (RedisClusterNode node : nodes) {
      if (!node.getSlots().isEmpty()) {
        slots.put(node.getNodeId(), node.getSlots());
      }
    }
    return slots;
  }

  @Override
  public void close() {
    topology.dispose();
    client.shutdown();
  }
}
