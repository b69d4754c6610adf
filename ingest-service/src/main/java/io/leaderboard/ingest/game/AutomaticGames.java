package io.leaderboard.ingest.game;

import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.GameSeen;
import io.leaderboard.events.game.Games;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import reactor.core.publisher.Mono;

/**
 * Defines games that scores are sent to before anybody else does, up to a number. Of one game at
 * most one attempt is under way, however many scores wait for it. Thread-safe.
 */
public final class AutomaticGames {
  private record Count(Games games, long automatic) {}

  private final GameLog log;
  private final AutomaticGamesProperties properties;
  private final ConcurrentMap<String, Mono<GameDefinition>> attempts = new ConcurrentHashMap<>();
  private volatile Count counted = new Count(Games.NONE, 0);

  public AutomaticGames(GameLog log, AutomaticGamesProperties properties) {
    this.log = log;
    this.properties = properties;
  }

  /**
   * The definition that the game would get.
   *
   * @throws io.leaderboard.web.ProblemException when it gets none
   */
  public GameDefinition definition(String gameId) {
    if (automatic(log.games()) + attempts.size() >= properties.max()
        && !attempts.containsKey(gameId)) {
      throw GameProblems.unknownGame(gameId);
    }
    return properties.definition(gameId);
  }

  /**
   * Defines the game, unless somebody else did in the meantime. Emits the definition that holds,
   * once it has been read back from the log.
   */
  public Mono<GameDefinition> see(String gameId) {
    return Mono.defer(
        () -> attempts.computeIfAbsent(gameId, id -> attempt(id, definition(id)).cache()));
  }

  private Mono<GameDefinition> attempt(String gameId, GameDefinition definition) {
    return Mono.defer(() -> log.write(new GameSeen(definition, System.currentTimeMillis())))
        .map(
            outcome ->
                log.find(gameId)
                    .map(Game::definition)
                    .orElseThrow(() -> GameProblems.unknownGame(gameId)))
        .doFinally(end -> attempts.remove(gameId));
  }

  /** Counted once for each view, because past the cap every score of an unknown game asks. */
  private long automatic(Games games) {
    Count known = counted;
    if (known.games() != games) {
      long automatic = games.all().stream().filter(game -> !game.explicit()).count();
      known = new Count(games, automatic);
      counted = known;
    }
    return known.automatic();
  }
}
