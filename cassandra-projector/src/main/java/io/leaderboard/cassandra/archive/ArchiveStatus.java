package io.leaderboard.cassandra.archive;

import io.leaderboard.events.finals.FinalPeriod;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** How the archives are doing, for health and metrics. Thread-safe. */
public final class ArchiveStatus {
  private final LongAdder pages = new LongAdder();
  private final LongAdder periods = new LongAdder();
  private final LongAdder undecodable = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final Map<Integer, Long> lag = new ConcurrentHashMap<>();
  private volatile @Nullable String failure = "not started";
  private volatile @Nullable String incomplete;
  private volatile int pending;

  /** Pages written since the start; one that is written again counts again. */
  public long pages() {
    return pages.sum();
  }

  /** Periods archived since the start; one that is archived again counts again. */
  public long periods() {
    return periods.sum();
  }

  /** Records left out since the start because they could not be decoded. */
  public long undecodable() {
    return undecodable.sum();
  }

  /** How often something failed and was tried again. */
  public long failures() {
    return failures.sum();
  }

  /** Periods whose manifest is read, but not all pages are there. */
  public int pending() {
    return pending;
  }

  /** Why it waits, empty when it does not. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /** What a period that is pending lacks, empty when none is. */
  public Optional<String> incomplete() {
    return pending > 0 ? Optional.ofNullable(incomplete) : Optional.empty();
  }

  /** Records that are not applied, by partition read here. */
  public Map<Integer, Long> lag() {
    return new TreeMap<>(lag);
  }

  /** All of them. */
  public long totalLag() {
    return lag.values().stream().mapToLong(Long::longValue).sum();
  }

  void pageWritten() {
    pages.increment();
  }

  void archived(FinalPeriod period) {
    periods.increment();
  }

  void leftOut() {
    undecodable.increment();
  }

  void waiting(FinalPeriod period, String missing) {
    incomplete =
        "%s of %s of %s: %s".formatted(period.period(), period.boardId(), period.gameId(), missing);
  }

  void pending(int count) {
    pending = count;
  }

  void lag(Map<Integer, Long> records) {
    lag.keySet().retainAll(records.keySet());
    lag.putAll(records);
  }

  void failed(String reason) {
    failures.increment();
    failure = reason;
  }

  void waitingFor(String reason) {
    failure = reason;
  }

  void succeeded() {
    failure = null;
  }
}
