package io.leaderboard.cli.load;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the boards must show: the sessions that were acknowledged, added up or the best of each
 * user, one array a board and period. Naive on purpose, and nothing of it is shared with the
 * services. Safe for use by several threads.
 */
final class Acknowledged {
  /** Of a user without an acknowledged session. */
  static final long NONE = Long.MIN_VALUE;

  private final LoadOrder order;
  private final Map<Integer, Map<String, long[]>> games = new HashMap<>();
  private final long[] offsets = new long[1_024];
  private long sessions;

  Acknowledged(LoadOrder order) {
    this.order = order;
    Arrays.fill(offsets, -1);
  }

  /** Some sessions of one day, those with {@code missing} left out. */
  synchronized void add(
      LocalDate day, int count, int[] gameOf, int[] userOf, long[] scoreOf, boolean[] missing) {
    for (BoardKind board : order.boards()) {
      String key = key(board, board.period(day));
      int lastGame = -1;
      long[] standings = {};
      for (int i = 0; i < count; i++) {
        if (missing[i]) {
          continue;
        }
        if (gameOf[i] != lastGame) {
          lastGame = gameOf[i];
          standings = standings(lastGame, key);
        }
        long before = standings[userOf[i]];
        if (before == NONE) {
          standings[userOf[i]] = scoreOf[i];
        } else if (order.sum()) {
          standings[userOf[i]] = before + scoreOf[i];
        } else if (scoreOf[i] > before) {
          standings[userOf[i]] = scoreOf[i];
        }
      }
    }
    for (int i = 0; i < count; i++) {
      sessions += missing[i] ? 0 : 1;
    }
  }

  /** A position that the log holds. */
  synchronized void position(int partition, long offset) {
    offsets[partition] = Math.max(offsets[partition], offset);
  }

  synchronized long sessions() {
    return sessions;
  }

  /** The last position of each partition, as {@code after} takes them. */
  synchronized String after() {
    List<String> positions = new ArrayList<>();
    for (int partition = 0; partition < offsets.length; partition++) {
      if (offsets[partition] >= 0) {
        positions.add(partition + ":" + offsets[partition]);
      }
    }
    return String.join(",", positions);
  }

  /** Each board and period with a score of a game: {@code board/period} to a standing a user. */
  synchronized Map<String, long[]> boards(int game) {
    return new TreeMap<>(games.getOrDefault(game, Map.of()));
  }

  static String key(BoardKind board, String period) {
    return board.id() + "/" + period;
  }

  private long[] standings(int game, String key) {
    return games
        .computeIfAbsent(game, any -> new HashMap<>())
        .computeIfAbsent(
            key,
            any -> {
              long[] none = new long[order.users() + UserNames.PROBES];
              Arrays.fill(none, NONE);
              return none;
            });
  }
}
