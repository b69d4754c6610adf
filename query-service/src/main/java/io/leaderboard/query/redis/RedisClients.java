package io.leaderboard.query.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A client of one server or of a cluster, as the configuration says.
 *
 * @param connect begins to connect
 */
record RedisClients(
    AbstractRedisClient client, Supplier<CompletionStage<OpenRedis>> connect, List<RedisURI> uris) {
  /** Also while nothing tells that slots have moved. */
  private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(15);

  /** The client. */
  static RedisClients of(
      RedisProperties properties,
      ClientResources resources,
      List<RedisURI> uris,
      List<RedisURI> replicas) {
    return properties.cluster()
        ? cluster(properties, resources, uris)
        : single(properties, resources, uris, replicas);
  }

  private static RedisClients single(
      RedisProperties properties,
      ClientResources resources,
      List<RedisURI> uris,
      List<RedisURI> replicas) {
    RedisClient client = RedisClient.create(resources);
    client.setOptions(options(ClientOptions.builder(), properties).build());
    return new RedisClients(
        client,
        () ->
            client
                .connectAsync(StringCodec.UTF8, uris.get(0))
                .thenApply(
                    open ->
                        new OpenRedis(
                            open,
                            open.async(),
                            new SingleTopology(client, uris.get(0), replicas, open.async()))),
        uris);
  }

  private static RedisClients cluster(
      RedisProperties properties, ClientResources resources, List<RedisURI> uris) {
    RedisClusterClient client = RedisClusterClient.create(resources, uris);
    ClusterClientOptions.Builder options = ClusterClientOptions.builder();
    options(options, properties);
    client.setOptions(
        options
            .topologyRefreshOptions(
                ClusterTopologyRefreshOptions.builder()
                    .enablePeriodicRefresh(TOPOLOGY_REFRESH)
                    .build())
            .build());
    return new RedisClients(
        client,
        () ->
            client
                .refreshPartitionsAsync()
                .thenCompose(known -> client.connectAsync(StringCodec.UTF8))
                .thenApply(open -> new OpenRedis(open, open.async(), new ClusterTopology(open))),
        uris);
  }

  private static ClientOptions.Builder options(
      ClientOptions.Builder options, RedisProperties properties) {
    return options
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(properties.requestQueue())
        .timeoutOptions(TimeoutOptions.enabled(properties.commandTimeout()))
        .socketOptions(SocketOptions.builder().connectTimeout(properties.connectTimeout()).build())
        .maintNotificationsConfig(MaintNotificationsConfig.disabled());
  }

  /**
   * Where to connect.
   *
   * @throws IllegalArgumentException naming the key when a URI is none
   */
  static List<RedisURI> parse(RedisProperties properties) {
    try {
      List<RedisURI> uris = parse(properties, properties.uri());
      if (properties.cluster()
          ? uris.stream().allMatch(uri -> uri.getDatabase() == 0)
          : uris.size() == 1) {
        return uris;
      }
    } catch (IllegalArgumentException e) {
      throw refused();
    }
    throw refused();
  }

  /**
   * Where the replicas are; empty when the master is to be asked.
   *
   * @throws IllegalArgumentException naming the key when a URI is none
   */
  static List<RedisURI> parseReplicas(RedisProperties properties) {
    if (properties.replicas().isBlank()) {
      return List.of();
    }
    try {
      if (!properties.cluster()) {
        return parse(properties, properties.replicas());
      }
    } catch (IllegalArgumentException e) {
      throw replicasRefused();
    }
    throw replicasRefused();
  }

  private static List<RedisURI> parse(RedisProperties properties, String text) {
    return Arrays.stream(text.split(",", -1))
        .map(
            each -> {
              RedisURI uri = RedisURI.create(each.strip());
              uri.setTimeout(properties.commandTimeout());
              if (!properties.password().isEmpty()) {
                String username = properties.username();
                uri.setCredentialsProvider(
                    new StaticCredentialsProvider(
                        username.isEmpty() ? null : username, properties.password().toCharArray()));
              }
              uri.setClientName("query-service");
              return uri;
            })
        .toList();
  }

  private static IllegalArgumentException replicasRefused() {
    return new IllegalArgumentException(
        "leaderboard.redis.replicas must be empty, or redis[s]://[[user:]password@]host[:port]"
            + "[/database] of each replica, separated by commas; with leaderboard.redis.cluster=true"
            + " it must be empty: those of a cluster are found");
  }

  /** Neither the value nor the cause, which may quote it: it may hold a password. */
  private static IllegalArgumentException refused() {
    return new IllegalArgumentException(
        "leaderboard.redis.uri must be redis[s]://[[user:]password@]host[:port][/database], with"
            + " leaderboard.redis.cluster=true one or more of them without a database, separated by"
            + " commas");
  }
}
