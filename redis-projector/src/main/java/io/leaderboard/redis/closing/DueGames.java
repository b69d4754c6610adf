package io.leaderboard.redis.closing;

import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.period.DueClosing;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Until when games are to be closed. A game is looked at again when it is defined anew or another
 * of its periods is over, and not every few seconds: there may be 100,000. Not thread-safe.
 */
final class DueGames {
  /**
   * @param through until when it is to be closed; {@link Long#MIN_VALUE} for not at all
   * @param lookAt when that may change, milliseconds since 1970
   */
  private record Due(Game game, long through, long lookAt) {}

  private final Map<String, Due> byGame = new HashMap<>();
  private final Set<String> grown = new HashSet<>();
  private @Nullable Games looked;
  private long nextLook = Long.MIN_VALUE;

  /** Looks what is due at a moment, milliseconds since 1970. */
  @SuppressWarnings("ReferenceEquality")
  void look(Games games, long now) {
    if (games == looked && now < nextLook) {
      return;
    }
    byGame.keySet().removeIf(id -> games.game(id).isEmpty());
    nextLook = Long.MAX_VALUE;
    for (Game game : games.all()) {
      Due known = byGame.get(game.id());
      if (known == null || known.game() != game || now >= known.lookAt()) {
        Due next = due(game, now);
        byGame.put(game.id(), next);
        if (known == null || next.through() > known.through()) {
          grown.add(game.id());
        }
        known = next;
      }
      nextLook = Math.min(nextLook, known.lookAt());
    }
    looked = games;
  }

  private static Due due(Game game, long now) {
    long through = DueClosing.through(game.definition(), now).orElse(Long.MIN_VALUE);
    // What is closed from the start needs no record.
    boolean isOpen = through > game.closedFromStart();
    return new Due(
        game, isOpen ? through : Long.MIN_VALUE, DueClosing.next(game.definition(), now));
  }

  /** Games of which more is due than when this was asked last. */
  Set<String> takeGrown() {
    Set<String> taken = new HashSet<>(grown);
    grown.clear();
    return taken;
  }

  /** Those that have something to be closed. */
  Set<String> games() {
    Set<String> games = new HashSet<>();
    byGame.forEach(
        (id, due) -> {
          if (due.through() > Long.MIN_VALUE) {
            games.add(id);
          }
        });
    return games;
  }

  /** Until when a game is to be closed; empty for not at all. */
  OptionalLong through(String gameId) {
    Due due = byGame.get(gameId);
    return due == null || due.through() == Long.MIN_VALUE
        ? OptionalLong.empty()
        : OptionalLong.of(due.through());
  }
}
