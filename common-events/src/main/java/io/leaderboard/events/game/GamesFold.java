package io.leaderboard.events.game;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fold of the topic {@code games}: shown each record in the log's order, it holds what is
 * defined. A function of the log alone, so that everyone who read as far agrees. Not thread-safe;
 * what {@link #snapshot()} returns is.
 */
public final class GamesFold {
  /** What a record did. */
  public enum Outcome {
    /** It counts. */
    APPLIED,
    /** It was based on a version that another definition had replaced. */
    LOST_RACE,
    /** It says what was already known: later settings, or a game seen again. */
    IGNORED
  }

  private final Map<String, Game> games = new TreeMap<>();
  private @Nullable LogSettings settings;
  private int epoch;

  /** Applies the next record. */
  public Outcome apply(GameRecord record) {
    if (record instanceof GameDefined defined) {
      return define(defined);
    }
    if (record instanceof GameSeen seen) {
      String gameId = seen.definition().gameId();
      Game first = Game.first(seen.definition(), false, seen.seenAt());
      return games.putIfAbsent(gameId, first) == null ? Outcome.APPLIED : Outcome.IGNORED;
    }
    if (settings == null) {
      settings = (LogSettings) record;
      return Outcome.APPLIED;
    }
    return Outcome.IGNORED;
  }

  private Outcome define(GameDefined defined) {
    String gameId = defined.definition().gameId();
    Game game = games.get(gameId);
    int version = game == null ? 0 : game.version();
    if (defined.basedOn() != version) {
      return Outcome.LOST_RACE;
    }
    games.put(gameId, defined(game, defined.definition(), defined.definedAt()));
    return Outcome.APPLIED;
  }

  private Game defined(@Nullable Game game, GameDefinition next, long at) {
    if (game == null) {
      return Game.first(next, true, at);
    }
    if (MeaningChange.between(game.definition(), next, at).isEmpty()) {
      return game.redefined(next, at);
    }
    epoch++;
    return game.withNewMeaning(next, epoch, at);
  }

  /** What is defined now. */
  public Games snapshot() {
    return new Games(Optional.ofNullable(settings), epoch, new TreeMap<>(games));
  }
}
