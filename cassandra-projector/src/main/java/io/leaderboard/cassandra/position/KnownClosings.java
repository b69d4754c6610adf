package io.leaderboard.cassandra.position;

import io.leaderboard.projection.LoggedClosing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * The closings of one partition of the log that still matter: for each game the last one of which
 * it is certain that nobody resumes before it, and those behind that. Not thread-safe.
 */
public final class KnownClosings {
  // By game and offset: until when its periods are closed, milliseconds since 1970.
  private final Map<String, TreeMap<Long, Long>> byGame = new HashMap<>();
  // The games that have more than one.
  private final Set<String> several = new HashSet<>();

  /** Adds one; again is harmless. */
  public void add(LoggedClosing closing) {
    TreeMap<Long, Long> ofGame = byGame.computeIfAbsent(closing.gameId(), id -> new TreeMap<>());
    ofGame.put(closing.offset(), closing.through());
    if (ofGame.size() > 1) {
      several.add(closing.gameId());
    }
  }

  /** By game: until when its periods are closed by the records before {@code offset}. */
  public Map<String, Long> before(long offset) {
    Map<String, Long> closed = new HashMap<>();
    byGame.forEach(
        (gameId, ofGame) -> {
          Map.Entry<Long, Long> last = ofGame.lowerEntry(offset);
          if (last != null) {
            closed.put(gameId, last.getValue());
          }
        });
    return closed;
  }

  /**
   * Forgets those that nobody needs any more.
   *
   * @param kept nobody resumes at this offset or before it again
   * @return what was forgotten
   */
  public List<LoggedClosing> forgetSuperseded(long kept) {
    List<LoggedClosing> forgotten = new ArrayList<>();
    several.removeIf(
        gameId -> {
          TreeMap<Long, Long> ofGame = Objects.requireNonNull(byGame.get(gameId));
          Long last = ofGame.floorKey(kept);
          if (last != null) {
            Map<Long, Long> superseded = ofGame.headMap(last);
            superseded.forEach(
                (offset, through) -> forgotten.add(new LoggedClosing(offset, gameId, through)));
            superseded.clear();
          }
          return ofGame.size() == 1;
        });
    return forgotten;
  }
}
