package io.leaderboard.cli.bench;

import io.leaderboard.cli.CommandException;
import io.leaderboard.servers.RedisServer;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Masters that form a Redis Cluster, each with an equal range of the slots. For one thread. */
final class BenchCluster implements Hashes, Closeable {
  private static final int SLOTS = 16_384;
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final long POLL_MILLIS = 50;

  private final List<RedisServer> masters;
  private final List<RespConnection> connections = new ArrayList<>();
  private final Map<String, RespConnection> byKey = new HashMap<>();

  /**
   * Forms it.
   *
   * @param masters that run, are empty and let a cluster be formed
   */
  BenchCluster(List<RedisServer> masters) throws IOException, InterruptedException {
    this.masters = List.copyOf(masters);
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

  private void form() throws IOException, InterruptedException {
    int first = masters.get(0).port();
    for (RedisServer master : masters) {
      RespConnection connection = new RespConnection(master.port());
      int number = connections.size();
      connections.add(connection);
      List<String> give = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
      IntStream.range(0, SLOTS)
          .filter(slot -> number(slot) == number)
          .forEach(slot -> give.add(Integer.toString(slot)));
      connection.ask(give.toArray(String[]::new));
      connection.ask("CLUSTER", "MEET", "127.0.0.1", Integer.toString(first));
    }
    long until = System.nanoTime() + LIMIT.toNanos();
    for (RespConnection connection : connections) {
      while (!knowsAll(connection)) {
        if (System.nanoTime() > until) {
          throw new CommandException(
              "the Redis Cluster was not formed after %d s".formatted(LIMIT.toSeconds()));
        }
        Thread.sleep(POLL_MILLIS);
      }
    }
  }

  private boolean knowsAll(RespConnection connection) throws IOException {
    String info = connection.ask("CLUSTER", "INFO");
    return info.contains("cluster_state:ok") && info.contains("cluster_slots_ok:" + SLOTS);
  }

  /** The masters as a configuration names them. */
  String uris() {
    return masters.stream().map(RedisServer::uri).collect(Collectors.joining(","));
  }

  @Override
  public Map<String, String> hash(String key) throws IOException {
    RespConnection owner = byKey.get(key);
    if (owner == null) {
      int slot = Integer.parseInt(connections.get(0).ask("CLUSTER", "KEYSLOT", key));
      owner = connections.get(number(slot));
      byKey.put(key, owner);
    }
    return owner.hash(key);
  }

  private int number(int slot) {
    return slot * masters.size() / SLOTS;
  }

  @Override
  public void close() throws IOException {
    for (RespConnection connection : connections) {
      connection.close();
    }
  }
}
