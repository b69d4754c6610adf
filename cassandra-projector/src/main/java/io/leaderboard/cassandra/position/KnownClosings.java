package io.leaderboard.cassandra.position;

import io.leaderboard.events.entry.ClosingEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The closings of one partition of the log that still matter: for each game the last one of which
 * it is certain that nobody resumes before it, and those behind that. About 100 bytes a game, which
 * mostly has one. Not thread-safe.
 */
public final class KnownClosings {
  // By game: offset and until when its periods are closed from there on, in turns, by offset.
  private final Map<String, long[]> byGame = new HashMap<>();
  // The games that have more than one.
  private final Set<String> several = new HashSet<>();

  /** Adds one; again is harmless. */
  public void add(ClosingEntry closing) {
    long[] one = {closing.offset(), closing.through()};
    long[] all = byGame.merge(closing.gameId(), one, KnownClosings::with);
    if (all.length > 2) {
      several.add(closing.gameId());
    }
  }

  /** Whether the game was ever closed in the partition. */
  public boolean concern(String gameId) {
    return byGame.containsKey(gameId);
  }

  /** By game: until when its periods are closed by the records before {@code offset}. */
  public Map<String, Long> before(long offset) {
    Map<String, Long> closed = new HashMap<>();
    byGame.forEach(
        (gameId, all) -> {
          int behind = firstFrom(all, offset);
          if (behind > 0) {
            closed.put(gameId, all[behind - 1]);
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
  public List<ClosingEntry> forgetSuperseded(long kept) {
    List<ClosingEntry> forgotten = new ArrayList<>();
    several.removeIf(
        gameId -> {
          long[] all = Objects.requireNonNull(byGame.get(gameId));
          int last = firstFrom(all, kept + 1) - 2;
          for (int i = 0; i < last; i += 2) {
            forgotten.add(new ClosingEntry(all[i], gameId, all[i + 1]));
          }
          if (last > 0) {
            all = Arrays.copyOfRange(all, last, all.length);
            byGame.put(gameId, all);
          }
          return all.length == 2;
        });
    return forgotten;
  }

  /** The index of the first one at {@code offset} or behind it. */
  private static int firstFrom(long[] all, long offset) {
    int i = all.length;
    while (i > 0 && all[i - 2] >= offset) {
      i -= 2;
    }
    return i;
  }

  private static long[] with(long[] all, long[] one) {
    int at = firstFrom(all, one[0]);
    if (at < all.length && all[at] == one[0]) {
      return all;
    }
    long[] more = Arrays.copyOf(all, all.length + 2);
    System.arraycopy(all, at, more, at + 2, all.length - at);
    more[at] = one[0];
    more[at + 1] = one[1];
    return more;
  }
}
