package io.leaderboard.query.redis;

import io.leaderboard.query.redis.ServerLook.Told;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A master and its replicas: which of them is read. It stays the same one as long as it can be
 * read, so that readers see time run forward; which one differs by instance. Thread-safe.
 */
final class ReplicaGroup {
  /** Who says nothing for longer is not read. */
  static final Duration PATIENCE = Duration.ofMillis(500);

  /** Differs by instance, so that they do not all read the same replica. */
  private static final int SPREAD = new SecureRandom().nextInt();

  /**
   * What the master held.
   *
   * @param askedAt by {@link System#nanoTime}: whatever was written before is included
   */
  private record Sample(long offset, long askedAt) {}

  /**
   * A replica to read from.
   *
   * @param holdsUntil by {@link System#nanoTime}: what its master held then, it holds
   */
  record Chosen(Replica replica, long holdsUntil) {}

  private final Topology topology;
  private final @Nullable RedisReads instead;
  private final long maxLag;
  private final ServerLook master;
  private final Map<String, Replica> replicas = new TreeMap<>();
  private final Deque<Sample> samples = new ArrayDeque<>();
  private String history = "";
  private @Nullable Replica latest;

  /**
   * @param instead answers for a replica that cannot; null when nobody may
   * @param maxLag a replica that is further behind is not read
   */
  ReplicaGroup(Topology topology, String master, @Nullable RedisReads instead, Duration maxLag) {
    this.topology = topology;
    this.instead = instead;
    this.maxLag = maxLag.toNanos();
    this.master = new ServerLook(topology.master(master), this::sample);
  }

  /** Asks all servers how they are. Does not wait. */
  void look(Topology.Part part) {
    master.ask();
    Optional<Told> told = master.told();
    if (part.asksMaster()) {
      // Which replicas there are is not forgotten while the master is away.
      told.ifPresent(known -> keep(Set.copyOf(known.info().replicas())));
    } else {
      keep(part.replicas());
    }
    each().values().forEach(replica -> replica.look().ask());
  }

  private synchronized void keep(Set<String> names) {
    Set<String> gone = new HashSet<>(replicas.keySet());
    gone.removeAll(names);
    for (String name : gone) {
      Replica former = replicas.remove(name);
      if (former != null) {
        former.look().close();
      }
    }
    for (String name : names) {
      replicas.computeIfAbsent(
          name,
          added -> new Replica(new ServerLook(topology.replica(added), (info, at) -> {}), instead));
    }
  }

  private synchronized Map<String, Replica> each() {
    return Map.copyOf(replicas);
  }

  /** The replica to read from, as of what was told last; empty while there is none. */
  synchronized Optional<Chosen> choose() {
    long now = System.nanoTime();
    Optional<Chosen> found = Optional.ofNullable(latest).flatMap(known -> readable(known, now));
    if (found.isEmpty()) {
      found =
          replicas.entrySet().stream()
              .sorted(Comparator.comparingInt(each -> Objects.hash(each.getKey(), SPREAD)))
              .flatMap(each -> readable(each.getValue(), now).stream())
              .findFirst();
    }
    latest = found.map(Chosen::replica).orElse(null);
    return found;
  }

  private Optional<Chosen> readable(Replica replica, long now) {
    if (!replicas.containsValue(replica)) {
      return Optional.empty();
    }
    Optional<Told> told = replica.look().told();
    if (told.isEmpty() || now - told.get().askedAt() > PATIENCE.toNanos()) {
      return Optional.empty();
    }
    OptionalLong until = holdsUntil(told.get().info());
    return until.isPresent() && now - until.getAsLong() <= maxLag
        ? Optional.of(new Chosen(replica, until.getAsLong()))
        : Optional.empty();
  }

  private OptionalLong holdsUntil(ReplicationInfo info) {
    if (!info.isReplica() || !info.history().equals(history)) {
      return OptionalLong.empty();
    }
    return samples.stream()
        .filter(sample -> sample.offset() <= info.offset())
        .mapToLong(Sample::askedAt)
        .reduce((earlier, later) -> later);
  }

  private synchronized void sample(ReplicationInfo info, long askedAt) {
    if (!info.history().equals(history)) {
      samples.clear();
      history = info.history();
    }
    samples.addLast(new Sample(info.offset(), askedAt));
    // One that is older makes nobody readable.
    while (askedAt - samples.getFirst().askedAt() > maxLag + PATIENCE.toNanos()) {
      samples.removeFirst();
    }
  }

  void close() {
    each().values().forEach(replica -> replica.look().close());
  }
}
