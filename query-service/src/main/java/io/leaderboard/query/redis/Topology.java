package io.leaderboard.query.redis;

import java.util.List;
import java.util.Set;

/** Which servers there are. Thread-safe. */
interface Topology {
  /**
   * A master and what it has.
   *
   * @param master names it
   * @param replicas names of its replicas
   * @param asksMaster whether the master is to be asked for the names of its replicas instead
   * @param slots those that it has of a cluster's; empty for all keys
   */
  record Part(String master, Set<String> replicas, boolean asksMaster, List<Integer> slots) {
    public Part {
      replicas = Set.copyOf(replicas);
      slots = List.copyOf(slots);
    }
  }

  /** All masters, as they are known now; none before the first connection. */
  List<Part> parts();

  /** The master of that name. */
  Server master(String name);

  /** The replica of that name. */
  Server replica(String name);
}
