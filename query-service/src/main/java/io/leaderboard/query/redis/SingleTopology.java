package io.leaderboard.query.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One master, with replicas that are configured or that it names itself. */
final class SingleTopology implements Topology {
  private static final String MASTER = "master";

  private final RedisClient client;
  private final RedisURI master;
  private final Map<String, RedisURI> configured;
  private final RedisClusterAsyncCommands<String, String> open;

  /**
   * @param configured may be empty: then the master is asked
   * @param open the connection to the master
   */
  SingleTopology(
      RedisClient client,
      RedisURI master,
      List<RedisURI> configured,
      RedisClusterAsyncCommands<String, String> open) {
    this.client = client;
    this.master = master;
    this.open = open;
    this.configured =
        configured.stream()
            .collect(
                Collectors.toMap(SingleTopology::place, Function.identity(), (one, two) -> one));
  }

  @Override
  public List<Part> parts() {
    return List.of(new Part(MASTER, configured.keySet(), configured.isEmpty(), List.of()));
  }

  @Override
  public Server master(String name) {
    return new Server() {
      @Override
      public CompletionStage<RedisClusterAsyncCommands<String, String>> commands() {
        return CompletableFuture.completedFuture(open);
      }

      @Override
      public void close() {
        // It is the readers' connection.
      }
    };
  }

  @Override
  public Server replica(String name) {
    RedisURI uri = configured.get(name);
    return new Own(client, uri == null ? like(master, name) : uri);
  }

  /** One that the master names takes the same credentials, database and encryption. */
  private static RedisURI like(RedisURI master, String place) {
    int colon = place.lastIndexOf(':');
    return RedisURI.builder(master)
        .withHost(place.substring(0, colon))
        .withPort(Integer.parseInt(place.substring(colon + 1)))
        .build();
  }

  private static String place(RedisURI uri) {
    return uri.getHost() + ":" + uri.getPort();
  }

  /** A server with a connection of its own, which reconnects by itself once it was open. */
  private static final class Own implements Server {
    private final RedisClient client;
    private final RedisURI uri;
    private @Nullable CompletableFuture<StatefulRedisConnection<String, String>> connection;

    Own(RedisClient client, RedisURI uri) {
      this.client = client;
      this.uri = uri;
    }

    @Override
    public synchronized CompletionStage<RedisClusterAsyncCommands<String, String>> commands() {
      var known = connection;
      if (known == null || known.isCompletedExceptionally()) {
        known = client.connectAsync(StringCodec.UTF8, uri).toCompletableFuture();
        connection = known;
      }
      return known.thenApply(StatefulRedisConnection::async);
    }

    @Override
    public synchronized void close() {
      if (connection != null) {
        var unused = connection.thenCompose(StatefulRedisConnection::closeAsync);
      }
    }
  }
}
