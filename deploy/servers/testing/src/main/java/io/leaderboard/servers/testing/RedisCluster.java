package io.leaderboard.servers.testing;

import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A Redis Cluster of three masters, of one test. Slots that nobody serves leave the others served.
 * Needs Lettuce and Awaitility, which a module that uses it has anyway.
 */
public final class RedisCluster implements AutoCloseable {
  /** How many masters it has. */
  public static final int MASTERS = 3;

  private static final Duration SOON = Duration.ofSeconds(60);

  private final List<String> options;
  private final List<DedicatedServer<RedisAddress>> masters = new ArrayList<>();
  private final List<DedicatedServer<RedisAddress>> replicas = new ArrayList<>();

  /**
   * Forms it.
   *
   * @param options of every node, as {@link TestServers#dedicatedRedis} takes them
   */
  public RedisCluster(String... options) {
    this.options = List.of(options);
    boolean formed = false;
    try {
      form();
      formed = true;
    } finally {
      if (!formed) {
        close();
      }
    }
  }

  /** There is no redis-cli: the slots are handed out and the nodes meet by commands. */
  private void form() {
    for (int i = 0; i < MASTERS; i++) {
      int number = i;
      masters.add(node());
      ask(
          masters.get(i),
          redis -> {
            redis.clusterAddSlots(
                IntStream.range(0, SlotHash.SLOT_COUNT)
                    .filter(slot -> number(slot) == number)
                    .toArray());
            return redis.clusterMeet(first().host(), first().port());
          });
    }
    awaitFormed();
  }

  private DedicatedServer<RedisAddress> node(String... more) {
    Stream<String> ofEach =
        Stream.of(
            "--cluster-enabled", "yes",
            "--cluster-node-timeout", "2000",
            "--cluster-require-full-coverage", "no");
    return TestServers.dedicatedRedis(
        Stream.of(ofEach, options.stream(), Stream.of(more))
            .flatMap(each -> each)
            .toArray(String[]::new));
  }

  /** Gives each master a replica, which never takes its place; closed with the cluster. */
  public List<DedicatedServer<RedisAddress>> follow() {
    for (DedicatedServer<RedisAddress> master : masters) {
      DedicatedServer<RedisAddress> replica = node("--cluster-replica-no-failover", "yes");
      replicas.add(replica);
      String id = ask(master, RedisCommands::clusterMyId);
      ask(replica, redis -> redis.clusterMeet(first().host(), first().port()));
      await("the replica knows its master")
          .atMost(SOON)
          .ignoreExceptionsInstanceOf(RedisException.class)
          .until(() -> ask(replica, redis -> redis.clusterReplicate(id)).equals("OK"));
    }
    awaitAll(
        "all know the replicas",
        RedisCommands::clusterNodes,
        nodes -> nodes.lines().filter(node -> node.contains("slave")).count() == replicas.size());
    return List.copyOf(replicas);
  }

  /** The masters as a configuration names them. */
  public String uris() {
    return masters.stream().map(each -> each.address().uri()).collect(Collectors.joining(","));
  }

  /** All masters. */
  public List<DedicatedServer<RedisAddress>> masters() {
    return List.copyOf(masters);
  }

  /** The master of a key. */
  public DedicatedServer<RedisAddress> master(String key) {
    return masters.get(number(SlotHash.getSlot(key)));
  }

  /** The address of the first master. */
  public RedisAddress first() {
    return masters.get(0).address();
  }

  /** Has all masters know that a slot of the first one is served by it, or by nobody. */
  public void give(int slot, boolean served) {
    for (DedicatedServer<RedisAddress> master : masters) {
      if (!served) {
        ask(master, redis -> redis.clusterDelSlots(slot));
      } else if (master == masters.get(0)) {
        ask(master, redis -> redis.clusterAddSlots(slot));
      }
    }
  }

  /** Has everybody reach the first one at a port, such as that of a proxy before it. */
  public void reachFirstAt(int port) {
    String announced = port == first().port() ? "0" : Integer.toString(port);
    ask(masters.get(0), redis -> redis.configSet("cluster-announce-port", announced));
    awaitAll(
        "all tell the port",
        RedisCommands::clusterNodes,
        nodes -> nodes.contains(":" + port + "@"));
  }

  /** Waits until all slots are served. */
  public void awaitFormed() {
    awaitAll(
        "the cluster is formed",
        RedisCommands::clusterInfo,
        info ->
            info.contains("cluster_state:ok")
                && info.contains("cluster_known_nodes:" + (MASTERS + replicas.size()))
                && info.contains("cluster_slots_ok:" + SlotHash.SLOT_COUNT));
  }

  private void awaitAll(
      String what,
      Function<RedisCommands<String, String>, String> question,
      Predicate<String> expected) {
    await(what)
        .atMost(SOON)
        .ignoreExceptionsInstanceOf(RedisException.class)
        .until(() -> masters.stream().allMatch(each -> expected.test(ask(each, question))));
  }

  /** Asks the master of a key alone. */
  public <T> T ask(String key, Function<RedisCommands<String, String>, T> question) {
    return ask(master(key), question);
  }

  /** How many keys of all masters match a pattern. */
  public long keys(String pattern) {
    return masters.stream()
        .mapToLong(each -> ask(each, redis -> (long) redis.keys(pattern).size()))
        .sum();
  }

  private static <T> T ask(
      DedicatedServer<RedisAddress> node, Function<RedisCommands<String, String>, T> question) {
    RedisClient client = RedisClient.create(node.address().uri());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return question.apply(connection.sync());
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
  }

  private static int number(int slot) {
    return slot * MASTERS / SlotHash.SLOT_COUNT;
  }

  @Override
  public void close() {
    masters.forEach(DedicatedServer::close);
    replicas.forEach(DedicatedServer::close);
  }
}
