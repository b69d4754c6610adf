package io.leaderboard.redis.apply;

import static org.awaitility.Awaitility.await;

import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.RedisAddress;
import io.leaderboard.servers.testing.TestServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A Redis Cluster of three masters. They keep nothing but what {@code SAVE} wrote last and their
 * slots: one that is killed is there again with that, or empty.
 */
public final class TestCluster implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int MASTERS = 3;
  private static final int SLOTS = 16_384;

  private final List<DedicatedServer<RedisAddress>> masters = new ArrayList<>();

  /** Forms it. */
  public TestCluster() {
    for (int i = 0; i < MASTERS; i++) {
      masters.add(
          TestServers.dedicatedRedis(
              "--cluster-enabled", "yes",
              "--cluster-node-timeout", "1000",
              "--cluster-require-full-coverage", "no",
              "--appendonly", "no"));
    }
    // There is no redis-cli: the slots are handed out and the nodes meet by commands.
    for (int i = 0; i < MASTERS; i++) {
      int number = i;
      ask(
          i,
          redis -> {
            redis.clusterAddSlots(
                IntStream.range(0, SLOTS).filter(slot -> master(slot) == number).toArray());
            return redis.clusterMeet(
                masters.get(0).address().host(), masters.get(0).address().port());
          });
    }
    awaitFormed();
  }

  /** All masters, as the configuration names them. */
  public String uris() {
    return masters.stream().map(each -> each.address().uri()).collect(Collectors.joining(","));
  }

  /** One of them. */
  public DedicatedServer<RedisAddress> master(String key) {
    return masters.get(master(SlotHash.getSlot(key)));
  }

  /** Has all masters know that a slot of the first one is served by it, or by nobody. */
  public void give(int slot, boolean served) {
    for (int i = 0; i < MASTERS; i++) {
      if (!served) {
        ask(i, redis -> redis.clusterDelSlots(slot));
      } else if (i == 0) {
        ask(i, redis -> redis.clusterAddSlots(slot));
      }
    }
  }

  /** The address of the first one. */
  InetSocketAddress first() {
    RedisAddress address = masters.get(0).address();
    return new InetSocketAddress(address.host(), address.port());
  }

  /** Has everybody reach the first one at a port, such as that of a proxy before it. */
  void reachFirstAt(int port) {
    boolean own = port == first().getPort();
    ask(0, redis -> redis.configSet("cluster-announce-port", own ? "0" : Integer.toString(port)));
    await("all tell the port")
        .atMost(SOON)
        .until(
            () ->
                IntStream.range(0, MASTERS)
                    .allMatch(i -> ask(i, RedisCommands::clusterNodes).contains(":" + port + "@")));
  }

  /** Waits until all slots are served. */
  public void awaitFormed() {
    await("the cluster is formed")
        .atMost(SOON)
        .ignoreException(RedisException.class)
        .until(
            () ->
                IntStream.range(0, MASTERS)
                    .mapToObj(i -> ask(i, RedisCommands::clusterInfo))
                    .allMatch(
                        info ->
                            info.contains("cluster_state:ok")
                                && info.contains("cluster_known_nodes:" + MASTERS)
                                && info.contains("cluster_slots_ok:" + SLOTS)));
  }

  /** Asks the master of a key alone. */
  public <T> T ask(String key, Function<RedisCommands<String, String>, T> question) {
    return ask(master(SlotHash.getSlot(key)), question);
  }

  /** How many keys of all masters match a pattern. */
  public long keys(String pattern) {
    return IntStream.range(0, MASTERS)
        .mapToLong(i -> ask(i, redis -> (long) redis.keys(pattern).size()))
        .sum();
  }

  private <T> T ask(int number, Function<RedisCommands<String, String>, T> question) {
    RedisClient client = RedisClient.create(masters.get(number).address().uri());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return question.apply(connection.sync());
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
  }

  private static int master(int slot) {
    return slot * MASTERS / SLOTS;
  }

  @Override
  public void close() {
    masters.forEach(DedicatedServer::close);
  }
}
