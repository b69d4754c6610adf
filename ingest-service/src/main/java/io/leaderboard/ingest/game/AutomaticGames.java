package io.leaderboard.ingest.game;

import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.GameSeen;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.GamesFold.Outcome;
import io.leaderboard.web.ProblemException;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Defines games that scores are sent to before anybody else does, up to a number. Of one game at
 * most one attempt is under way, however many scores wait for it. Thread-safe.
 */
public final class AutomaticGames {
  private static final Logger LOG = LoggerFactory.getLogger(AutomaticGames.class);

  private final GameWriter log;
  private final AutomaticGamesProperties properties;
  private final boolean isEnabled;
  private final ConcurrentMap<String, Mono<GameDefinition>> attempts = new ConcurrentHashMap<>();

  /**
   * Those of a service.
   *
   * @param address that the service listens on, null for all of them
   */
  public AutomaticGames(
      GameWriter log, AutomaticGamesProperties properties, @Nullable InetAddress address) {
    this.log = log;
    this.properties = properties;
    this.isEnabled = properties.isEnabledOn(address) && properties.max() > 0;
    if (!isEnabled) {
      LOG.info(
          "No score defines its game: leaderboard.automatic-games.enabled is not set and this service"
              + " listens beyond this machine, or it is false, or max is 0");
    }
  }

  /**
   * The definition that the game would get.
   *
   * @throws io.leaderboard.web.ProblemException when it gets none
   */
  public GameDefinition definition(String gameId) {
    Games games = log.games();
    if (!isEnabled) {
      throw GameProblems.unknownGame(games, gameId);
    }
    if (games.automatic() + attempts.size() >= properties.max() && !attempts.containsKey(gameId)) {
      throw GameProblems.unknownGame(
          games, gameId, properties.max() + " games were defined by their first score, the most");
    }
    games
        .bounds()
        .filter(bounds -> games.all().size() >= bounds.games())
        .ifPresent(
            bounds -> {
              throw tooMany(games, gameId, bounds.games());
            });
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
        .map(outcome -> defined(gameId, outcome))
        .doFinally(end -> attempts.remove(gameId));
  }

  /** Another may have defined it, or the last game that is allowed, in the meantime. */
  private GameDefinition defined(String gameId, Outcome outcome) {
    Games games = log.games();
    return games
        .game(gameId)
        .map(Game::definition)
        .orElseThrow(
            () ->
                outcome == Outcome.TOO_MANY_GAMES
                    ? tooMany(games, gameId, games.all().size())
                    : GameProblems.unknownGame(games, gameId));
  }

  private static ProblemException tooMany(Games games, String gameId, int most) {
    return GameProblems.unknownGame(
        games, gameId, most + " games are defined, as many as the log allows");
  }
}
