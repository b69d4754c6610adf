package io.leaderboard.events.guarantee;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.reference.ReferenceStanding;
import io.leaderboard.events.reference.StandingKey;
import io.leaderboard.events.standing.Standing;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a store must hold beside what it holds. */
final class Expected {
  private final StoreView view;
  private final Map<StandingKey, Standing> standings = new HashMap<>();

  Expected(History history, StoreView view) {
    this.view = view;
    history
        .fold(view.games(), view.next())
        .forEach(
            (key, each) -> {
              if (!view.archived().test(key)) {
                standings.put(key, scaled(key, each));
              }
            });
  }

  /** Where the store does not hold what it must. */
  Set<StandingKey> differing() {
    Set<StandingKey> keys = new HashSet<>(standings.keySet());
    keys.addAll(view.standings().keySet());
    keys.removeIf(key -> Objects.equals(of(key), found(key)));
    return keys;
  }

  @Nullable Standing of(StandingKey key) {
    return standings.get(key);
  }

  @Nullable Standing found(StandingKey key) {
    Standing found = view.standings().get(key);
    return found == null || remembersWhen(key) ? found : new Standing(found.value(), 0);
  }

  /** The definition of a board, null when there is none. */
  @Nullable BoardDefinition board(StandingKey key) {
    return view.games()
        .game(key.gameId())
        .flatMap(game -> game.definition().board(key.boardId()))
        .orElse(null);
  }

  private boolean remembersWhen(StandingKey key) {
    BoardDefinition board = board(key);
    return board != null && view.remembersWhen().test(board);
  }

  private Standing scaled(StandingKey key, ReferenceStanding standing) {
    GameDefinition game = view.games().game(key.gameId()).map(Game::definition).orElseThrow();
    int scale = Scale.of(game, Objects.requireNonNull(board(key)));
    return new Standing(
        standing.score().movePointRight(scale).longValueExact(),
        remembersWhen(key) ? standing.reachedAt() : 0);
  }
}
