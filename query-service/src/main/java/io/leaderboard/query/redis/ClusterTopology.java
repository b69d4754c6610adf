package io.leaderboard.query.redis;

import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.models.role.RedisInstance;
import io.lettuce.core.protocol.ConnectionIntent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The masters and replicas of a cluster, as the client knows them; names are ids of nodes. */
record ClusterTopology(StatefulRedisClusterConnection<String, String> cluster) implements Topology {
  @Override
  public List<Part> parts() {
    List<RedisClusterNode> nodes = List.copyOf(cluster.getPartitions());
    return nodes.stream()
        .filter(node -> node.getRole() == RedisInstance.Role.UPSTREAM && !node.hasNoSlots())
        .map(node -> new Part(node.getNodeId(), replicas(nodes, node), false, node.getSlots()))
        .toList();
  }

  private static Set<String> replicas(List<RedisClusterNode> nodes, RedisClusterNode master) {
    return nodes.stream()
        .filter(node -> master.getNodeId().equals(node.getSlaveOf()))
        .map(RedisClusterNode::getNodeId)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Server master(String name) {
    return new Node(cluster, name, ConnectionIntent.WRITE);
  }

  @Override
  public Server replica(String name) {
    return new Node(cluster, name, ConnectionIntent.READ);
  }

  /** The client keeps the connection to each node, and ends it when the node is no more. */
  private record Node(
      StatefulRedisClusterConnection<String, String> cluster, String id, ConnectionIntent intent)
      implements Server {
    @Override
    public CompletionStage<RedisClusterAsyncCommands<String, String>> commands() {
      return cluster.getConnectionAsync(id, intent).thenApply(open -> open.async());
    }

    @Override
    public void close() {
      // It is the client's.
    }
  }
}
