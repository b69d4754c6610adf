package io.leaderboard.cassandra.fill;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What is filled and what waits, for health and metrics. Thread-safe. */
public final class FillStatus {
  /** How many games are named. */
  private static final int MOST_NAMED = 10;

  /**
   * One partition that is applied here.
   *
   * @param waiting games whose rules are to be filled
   * @param filling games that are filled now
   * @param joined games whose rules are folded, and about to be complete
   * @param behind records between what is filled and what is applied
   * @param phase what the fill is doing, empty when there is none
   * @param failure why it does not go on, empty when it does
   */
  public record OfPartition(
      Set<String> waiting, int filling, int joined, long behind, String phase, String failure) {}

  private final Map<Integer, OfPartition> partitions = new ConcurrentHashMap<>();
  private final Map<String, String> refused = new ConcurrentHashMap<>();
  private final LongAdder deleted = new LongAdder();

  void is(int partition, OfPartition now) {
    partitions.put(partition, now);
  }

  /** Only these are applied here. */
  void retain(Set<Integer> owned) {
    partitions.keySet().retainAll(owned);
  }

  void refused(Map<String, String> now) {
    refused.putAll(now);
    refused.keySet().retainAll(now.keySet());
  }

  /** Rows of rules that nobody needs any more were deleted. */
  public void deleted(int rows) {
    deleted.add(rows);
  }

  /** How many rows of rules that nobody needs any more were deleted. */
  public long deleted() {
    return deleted.sum();
  }

  /** The games whose rules wait, in some partition. */
  public Set<String> waiting() {
    Set<String> waiting = new TreeSet<>();
    partitions.values().forEach(each -> waiting.addAll(each.waiting()));
    return waiting;
  }

  /** The most games that are filled in one reading. */
  public int filling() {
    return partitions.values().stream().mapToInt(OfPartition::filling).max().orElse(0);
  }

  /** The most games of one partition whose rules have joined and are not complete yet. */
  public int joined() {
    return partitions.values().stream().mapToInt(OfPartition::joined).max().orElse(0);
  }

  /** Records between what is filled and what is applied, of all partitions. */
  public long behind() {
    return partitions.values().stream().mapToLong(OfPartition::behind).sum();
  }

  /** By game: why its rules cannot be filled; its former ones stay. */
  public Map<String, String> refused() {
    return new TreeMap<>(refused);
  }

  /** What people want to know; empty when nothing is filled. */
  public Map<String, Object> details() {
    Map<String, Object> details = new TreeMap<>();
    partitions.forEach(
        (partition, now) -> {
          if (now.filling() > 0 || now.joined() > 0 || !now.waiting().isEmpty()) {
            Map<String, Object> each = new TreeMap<>();
            each.put("filling", now.filling());
            each.put("joined", now.joined());
            each.put("waiting", now.waiting().size());
            each.put("waitingGames", now.waiting().stream().limit(MOST_NAMED).toList());
            each.put("recordsBehind", now.behind());
            if (!now.phase().isEmpty()) {
              each.put("phase", now.phase());
            }
            if (!now.failure().isEmpty()) {
              each.put("failure", now.failure());
            }
            details.put("partition-" + partition, each);
          }
        });
    Map<String, String> refusals = new TreeMap<>();
    refused().entrySet().stream()
        .limit(MOST_NAMED)
        .forEach(each -> refusals.put(each.getKey(), each.getValue()));
    if (!refusals.isEmpty()) {
      details.put("refused", refusals);
    }
    return details;
  }
}
