package io.leaderboard.cassandra.rules;

import io.leaderboard.cassandra.statement.Requests;
import io.leaderboard.events.cassandra.StandingsLayout;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Which rules of the games are complete in all partitions of the log, as it was last read. All
 * instances see the same, sooner or later. Read by one thread; thread-safe for others.
 */
public final class CompleteRules {
  /**
   * @param everywhere the newest version that is complete in all partitions
   * @param newest the newest version that is complete in some partition
   * @param sinceNanos since when everywhere has been seen without a break
   */
  private record OfGame(int everywhere, int newest, long sinceNanos) {}

  private volatile Map<String, OfGame> byGame = Map.of();
  private volatile Map<String, Set<Integer>> versions = Map.of();
  private final AtomicInteger changes = new AtomicInteger();

  /**
   * Reads all partitions.
   *
   * @param partitions of the log
   */
  public void read(GameRulesTable table, Requests requests, int partitions, long nowNanos) {
    List<Integer> all = IntStream.range(0, partitions).boxed().toList();
    Map<String, Map<Integer, Integer>> completeIn = new HashMap<>();
    Map<String, Set<Integer>> stored = new HashMap<>();
    for (Map<String, NavigableMap<Integer, StoredRules>> partition :
        table.read(all, requests).values()) {
      partition.forEach(
          (gameId, ofGame) ->
              ofGame.forEach(
                  (version, state) -> {
                    stored.computeIfAbsent(gameId, id -> new HashSet<>()).add(version);
                    if (state.complete()) {
                      completeIn
                          .computeIfAbsent(gameId, id -> new HashMap<>())
                          .merge(version, 1, Integer::sum);
                    }
                  }));
    }
    Map<String, OfGame> next = new HashMap<>();
    completeIn.forEach(
        (gameId, counts) -> {
          int everywhere = StandingsLayout.FIRST_RULES;
          int newest = StandingsLayout.FIRST_RULES;
          for (Map.Entry<Integer, Integer> count : counts.entrySet()) {
            newest = Math.max(newest, count.getKey());
            if (count.getValue() == partitions) {
              everywhere = Math.max(everywhere, count.getKey());
            }
          }
          OfGame before = byGame.get(gameId);
          long since =
              before != null && before.everywhere() == everywhere ? before.sinceNanos() : nowNanos;
          next.put(gameId, new OfGame(everywhere, newest, since));
        });
    if (!next.equals(byGame)) {
      byGame = next;
      changes.incrementAndGet();
    }
    versions = stored;
  }

  /** How often something else was found than before. */
  public int changes() {
    return changes.get();
  }

  /** The newest version that is complete in all partitions: what readers take. */
  public int everywhere(String gameId) {
    OfGame game = byGame.get(gameId);
    return game == null ? StandingsLayout.FIRST_RULES : game.everywhere();
  }

  /**
   * As {@link #everywhere}, for so long already: a version that a crash of Cassandra may take back
   * is not the one to give older ones up for.
   */
  public int everywhereFor(Duration time, String gameId, long nowNanos) {
    OfGame game = byGame.get(gameId);
    return game == null || nowNanos - game.sinceNanos() < time.toNanos()
        ? StandingsLayout.FIRST_RULES
        : game.everywhere();
  }

  /**
   * The version that the partitions are to be filled with.
   *
   * <p>The newest, unless some partition has completed another one that not all have: then it is
   * that one's turn. Otherwise a game whose rules change faster than they can be filled might never
   * be complete everywhere, each partition being at another version. Of what is on its way in some
   * partition the newest that completes wins, and nothing else is begun meanwhile: so all
   * partitions come to the same one.
   */
  public int wanted(String gameId, int newest) {
    OfGame game = byGame.get(gameId);
    return game == null || game.newest() <= game.everywhere() ? newest : game.newest();
  }

  /** The games of which other rules than the first are stored, with these versions. */
  public Map<String, Set<Integer>> stored() {
    return versions;
  }
}
