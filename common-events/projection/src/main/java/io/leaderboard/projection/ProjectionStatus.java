package io.leaderboard.projection;

import io.leaderboard.events.entry.EventEntry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** How a projection is doing, for health and metrics. Thread-safe. */
public final class ProjectionStatus {
  private final Map<Integer, Long> applied = new ConcurrentHashMap<>();
  private final Map<Integer, Failure> failures = new ConcurrentHashMap<>();
  private final Set<Integer> owned = new ConcurrentSkipListSet<>();
  private final LongAdder events = new LongAdder();
  private final LongAdder duplicates = new LongAdder();
  private final LongAdder undecodable = new LongAdder();
  private final LongAdder resumes = new LongAdder();
  private final LongAdder moved = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private volatile boolean joined;
  private volatile @Nullable String denied;
  private volatile @Nullable String ended;

  /** Partition to the last applied offset, inclusive, of the partitions owned here; -1 for none. */
  public Map<Integer, Long> applied() {
    return new TreeMap<>(applied);
  }

  /** The last applied offset of a partition that is owned here. */
  public OptionalLong applied(int partition) {
    Long offset = applied.get(partition);
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  /** Why some partition waits, empty when none does. */
  public Optional<String> failure() {
    return failures.values().stream().findFirst().map(Failure::reason);
  }

  /** Why some partition has waited for at least {@code since}, empty when none has. */
  public Optional<String> failureOver(Duration since) {
    long now = System.nanoTime();
    return failures.values().stream()
        .filter(failure -> now - failure.beganNanos() >= since.toNanos())
        .findFirst()
        .map(Failure::reason);
  }

  /** There is nothing to wait for. */
  void hasNothing(int partition) {
    failures.remove(partition);
  }

  /** Whether a partition waits. */
  boolean isFailing(int partition) {
    return failures.containsKey(partition);
  }

  /** Why nothing is read, whatever the store does; empty while it is read. */
  public Optional<String> standstill() {
    return Optional.ofNullable(ended).or(() -> Optional.ofNullable(denied));
  }

  /** The partitions that are read here. */
  public Set<Integer> owned() {
    return new TreeSet<>(owned);
  }

  /** Whether partitions were given out since the start, be it none. */
  public boolean isJoined() {
    return joined;
  }

  /** Events applied since the start, duplicates among them. */
  public long events() {
    return events.sum();
  }

  /** Duplicates among them. */
  public long duplicates() {
    return duplicates.sum();
  }

  /** Records put aside since the start because they could not be decoded. */
  public long undecodable() {
    return undecodable.sum();
  }

  /** How often a partition was resumed from the store's positions. */
  public long resumes() {
    return resumes.sum();
  }

  /** How often the store's position was another than expected. */
  public long moved() {
    return moved.sum();
  }

  /** How often a poll could not be applied and was read again. */
  public long failures() {
    return failed.sum();
  }

  void joined() {
    joined = true;
  }

  /** Kafka does not let it read; it is tried again. */
  void denied(String reason) {
    denied = reason;
  }

  void admitted() {
    denied = null;
  }

  /** Nothing will be read any more. */
  void ended(String reason) {
    ended = reason;
  }

  void assigned(int partition) {
    owned.add(partition);
  }

  /**
   * A store that tells where to read on may refuse to be written all the same: what failed before
   * is over when something was applied, or nothing is left to be.
   */
  void resumed(int partition, long resumeAt, long end) {
    applied.put(partition, resumeAt - 1);
    if (resumeAt >= end) {
      failures.remove(partition);
    }
    resumes.increment();
  }

  void applied(PartitionBatch batch) {
    this.applied.put(batch.partition(), batch.through());
    failures.remove(batch.partition());
    int applied = 0;
    int repeated = 0;
    for (EventEntry entry : batch.events()) {
      applied++;
      if (entry.duplicate()) {
        repeated++;
      }
    }
    events.add(applied);
    duplicates.add(repeated);
  }

  void undecodable(long count) {
    undecodable.add(count);
  }

  /**
   * A partition could not go on.
   *
   * @param reason what people are told
   */
  void failed(int partition, RuntimeException failure, String reason) {
    failures.merge(
        partition,
        new Failure(reason, System.nanoTime()),
        (former, latest) -> new Failure(reason, former.beganNanos()));
    failed.increment();
    if (failure instanceof PositionMovedException position && position.isMismatch()) {
      moved.increment();
    }
  }

  void revoked(int partition) {
    owned.remove(partition);
    applied.remove(partition);
    failures.remove(partition);
  }

  /**
   * Why a partition waits.
   *
   * @param beganNanos when it last could go on, of {@link System#nanoTime}
   */
  private record Failure(String reason, long beganNanos) {}
}
