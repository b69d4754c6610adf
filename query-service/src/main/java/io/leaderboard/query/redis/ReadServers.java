package io.leaderboard.query.redis;

import io.leaderboard.query.redis.ReplicaGroup.Chosen;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses who answers a read: the masters, or as configured one replica of each. Replicas are
 * looked at all the time, so that nobody waits to find out that one is away or far behind.
 * Thread-safe.
 */
public final class ReadServers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReadServers.class);

  /** How often servers are asked how they are, which costs each some 10 commands a second. */
  private static final Duration TICK = Duration.ofMillis(100);

  /**
   * @param replicas how many are read
   */
  private record Choice(ReadSource source, int replicas) {}

  private final RedisConnection redis;
  private final ReadSource masters;
  private final ReadFrom readFrom;
  private final Duration maxLag;
  private final ScheduledExecutorService clock;
  private final Map<String, ReplicaGroup> groups = new HashMap<>();
  private @Nullable Topology topology;
  private volatile Choice choice;

  ReadServers(RedisConnection redis, RedisProperties properties) {
    this.redis = redis;
    this.masters = ReadSource.of(redis);
    this.readFrom = properties.readFrom();
    this.maxLag = properties.maxReplicaLag();
    this.choice = new Choice(ReadSource.of(instead()), 0);
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "replica-clock");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins to look at replicas, if they are to be read. Call it once. */
  public void start() {
    if (readFrom != ReadFrom.MASTER) {
      var unused =
          clock.scheduleWithFixedDelay(this::round, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** The masters: for who must see what is written. */
  public ReadSource masters() {
    return masters;
  }

  /**
   * Who answers a read.
   *
   * @param since by {@link System#nanoTime}: what was written before must be there. The masters
   *     answer while it may not be on a replica that is read
   */
  public ReadSource source(long since) {
    ReadSource chosen = choice.source();
    return readFrom == ReadFrom.MASTER || !chosen.holds(since) ? masters : chosen;
  }

  /** How many replicas are read now. */
  public int replicas() {
    return choice.replicas();
  }

  /** What is wrong with the replicas; empty when they are read as configured, or are not to be. */
  public Optional<String> problem() {
    Choice now = choice;
    return readFrom == ReadFrom.MASTER || (now.replicas() > 0 && now.replicas() >= masterCount())
        ? Optional.empty()
        : Optional.of(
            "not every master has a replica that can be reached and is level enough"
                + (mastersAnswer() ? "; the masters are read" : ""));
  }

  /** Whether the masters are read where no replica can be. */
  public boolean mastersAnswer() {
    return readFrom != ReadFrom.REPLICA;
  }

  private synchronized int masterCount() {
    return groups.size();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    synchronized (this) {
      groups.values().forEach(ReplicaGroup::close);
    }
  }

  private void round() {
    try {
      int before = choice.replicas();
      choose();
      if (choice.replicas() != before) {
        LOG.info("Reading from {} replicas of Redis", choice.replicas());
      }
    } catch (RuntimeException e) {
      // A task that throws would never be run again, and one choice would hold for ever.
      LOG.error("Looking at replicas failed", e);
    }
  }

  private synchronized void choose() {
    Topology known = redis.topology();
    if (known == null) {
      return;
    }
    if (known != topology) {
      groups.values().forEach(ReplicaGroup::close);
      groups.clear();
      topology = known;
    }
    List<Topology.Part> parts = known.parts();
    groups
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = parts.stream().noneMatch(part -> part.master().equals(entry.getKey()));
              if (gone) {
                entry.getValue().close();
              }
              return gone;
            });
    for (Topology.Part part : parts) {
      groups
          .computeIfAbsent(
              part.master(), added -> new ReplicaGroup(known, added, fallback(), maxLag))
          .look(part);
    }
    choice = choice(parts);
  }

  private Choice choice(List<Topology.Part> parts) {
    List<RedisReads> reads = new ArrayList<>(List.of(instead()));
    int[] bySlot = new int[SlotHash.SLOT_COUNT];
    long holdsUntil = System.nanoTime();
    int replicas = 0;
    boolean whole = false;
    for (Topology.Part part : parts) {
      Optional<Chosen> chosen = group(part).choose();
      if (chosen.isPresent()) {
        replicas++;
        long until = chosen.get().holdsUntil();
        holdsUntil = until - holdsUntil < 0 ? until : holdsUntil;
        reads.add(chosen.get().replica());
        int index = reads.size() - 1;
        part.slots().forEach(slot -> bySlot[slot] = index);
        whole = part.slots().isEmpty();
      }
    }
    if (whole) {
      return new Choice(ReadSource.of(reads.get(1), holdsUntil), replicas);
    }
    return new Choice(
        replicas == 0 ? ReadSource.of(instead()) : ReadSource.of(reads, bySlot, holdsUntil),
        replicas);
  }

  private ReplicaGroup group(Topology.Part part) {
    ReplicaGroup group = groups.get(part.master());
    if (group == null) {
      throw new IllegalStateException("looked at a moment ago: " + part.master());
    }
    return group;
  }

  private @Nullable RedisReads fallback() {
    return readFrom == ReadFrom.REPLICA ? null : redis;
  }

  /** Who answers where no replica can. */
  private RedisReads instead() {
    RedisReads fallback = fallback();
    return fallback == null ? NoReplica.INSTANCE : fallback;
  }
}
