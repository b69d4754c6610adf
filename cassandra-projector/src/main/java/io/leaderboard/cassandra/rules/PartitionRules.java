package io.leaderboard.cassandra.rules;

import io.leaderboard.events.cassandra.StandingsLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Under which rules the owner of one partition folds each game. What is complete is folded by
 * whoever owns it, from any resume on. What has joined is folded from the join on, by this owner
 * alone: it is remembered nowhere else, because whoever resumes goes back to positions before the
 * join, where it may not be folded without what the fill brought; so he fills it again from what is
 * confirmed of it, and rows that are further are left as they are. Of a game at most one version is
 * on its way here at a time.
 *
 * <p>Thread-safe. Joining is for between two batches; a batch that has begun asks once for each
 * game.
 */
public final class PartitionRules {
  /**
   * Rules that the owner folds and that are not complete yet.
   *
   * @param through what they held when they joined, an offset
   * @param joinedNanos when, by a monotonic clock
   */
  public record Joined(int version, long through, long joinedNanos) {}

  // Of each game its versions other than the first.
  private final Map<String, NavigableMap<Integer, StoredRules>> stored;
  private final Map<String, Joined> joined = new TreeMap<>();
  private final long number;
  private int changes;

  /**
   * As it is stored.
   *
   * @param nowMicros by the clock on the wall, microseconds since 1970
   */
  public PartitionRules(Map<String, NavigableMap<Integer, StoredRules>> stored, long nowMicros) {
    this.stored = new HashMap<>(stored);
    long latest =
        stored.values().stream()
            .flatMap(versions -> versions.values().stream())
            .mapToLong(StoredRules::decidedAt)
            .max()
            .orElse(-1);
    // Larger than that with which a former owner says that something is complete, if he does so
    // later: one more than what he said first, which is there.
    this.number = Math.max(nowMicros, latest + 2);
  }

  /** How often something of it has changed. */
  public synchronized int changes() {
    return changes;
  }

  /** The owner's number, larger than that of any before him, see {@link GameRulesTable}. */
  public long number() {
    return number;
  }

  /** By game: the versions that were begun and are not complete. */
  public synchronized Map<String, List<Integer>> unfinished() {
    Map<String, List<Integer>> unfinished = new TreeMap<>();
    stored.forEach(
        (gameId, versions) ->
            versions.forEach(
                (version, state) -> {
                  if (!state.complete()) {
                    unfinished.computeIfAbsent(gameId, id -> new ArrayList<>()).add(version);
                  }
                }));
    return unfinished;
  }

  /** The newest version that is complete here. */
  public synchronized int live(String gameId) {
    NavigableMap<Integer, StoredRules> versions = stored.get(gameId);
    if (versions != null) {
      for (Map.Entry<Integer, StoredRules> version : versions.descendingMap().entrySet()) {
        if (version.getValue().complete()) {
          return version.getKey();
        }
      }
    }
    return StandingsLayout.FIRST_RULES;
  }

  /** The versions that are folded, ascending: complete ones that may be read, and what joined. */
  public synchronized List<Integer> folded(String gameId) {
    NavigableMap<Integer, StoredRules> versions = stored.get(gameId);
    Joined coming = joined.get(gameId);
    if (versions == null && coming == null) {
      return List.of(StandingsLayout.FIRST_RULES);
    }
    List<Integer> folded = new ArrayList<>();
    folded.add(StandingsLayout.FIRST_RULES);
    if (versions != null) {
      versions.forEach(
          (version, state) -> {
            if (state.switched()) {
              folded.clear();
            }
            if (state.complete()) {
              folded.add(version);
            }
          });
    }
    if (coming != null && !folded.contains(coming.version())) {
      folded.add(coming.version());
    }
    return folded;
  }

  /** What is stored of a version. */
  public synchronized StoredRules of(String gameId, int version) {
    NavigableMap<Integer, StoredRules> versions = stored.get(gameId);
    return versions == null ? StoredRules.NONE : versions.getOrDefault(version, StoredRules.NONE);
  }

  /** The games of which rules have joined and are not complete yet. */
  public synchronized Map<String, Joined> joined() {
    return new TreeMap<>(joined);
  }

  /** Whether rules of the game have joined and are not complete yet. */
  public synchronized boolean isOnItsWay(String gameId) {
    return joined.containsKey(gameId);
  }

  /**
   * The owner folds these rules from now on.
   *
   * @param through what they hold, which is what the owner has applied
   */
  public synchronized void join(String gameId, int version, long through, long nowNanos) {
    changes++;
    joined.put(gameId, new Joined(version, through, nowNanos));
  }

  /** That these rules hold everything up to an offset is stored. */
  public synchronized void confirmed(String gameId, int version, long offset) {
    StoredRules before = of(gameId, version);
    long confirmed = Math.max(before.confirmed(), offset);
    put(
        gameId,
        version,
        new StoredRules(confirmed, before.complete(), before.switched(), before.decidedAt()));
  }

  /** That these rules are complete is stored. */
  public synchronized void complete(String gameId, int version) {
    StoredRules before = of(gameId, version);
    put(gameId, version, new StoredRules(before.confirmed(), true, before.switched(), number + 1));
    joined.remove(gameId);
  }

  /** No older rules are folded from now on. They must be complete here. */
  public synchronized void switchTo(String gameId, int version) {
    StoredRules before = of(gameId, version);
    put(gameId, version, new StoredRules(before.confirmed(), true, true, before.decidedAt()));
    NavigableMap<Integer, StoredRules> versions = stored.get(gameId);
    if (versions != null) {
      versions.headMap(version).clear();
    }
  }

  /** The games that had other rules than their first. */
  public synchronized Set<String> games() {
    Set<String> games = new TreeSet<>(stored.keySet());
    games.addAll(joined.keySet());
    return games;
  }

  private void put(String gameId, int version, StoredRules next) {
    changes++;
    stored.computeIfAbsent(gameId, id -> new TreeMap<>()).put(version, next);
  }
}
