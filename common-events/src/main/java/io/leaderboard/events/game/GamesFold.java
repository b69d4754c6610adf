package io.leaderboard.events.game;

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
    IGNORED,
    /** It would be a game more than the {@linkplain DefinitionBounds bounds} allow. */
    TOO_MANY_GAMES,
    /** It is larger than the {@linkplain DefinitionBounds bounds} allow. */
    TOO_LARGE
  }

  private GamesById games = GamesById.NONE;
  private @Nullable LogSettings settings;
  private @Nullable DefinitionBounds bounds;
  private int automatic;

  /** Applies the next record, as long as this version writes it. */
  public Outcome apply(GameRecord record) {
    return apply(record, bounds == null ? 0 : GameRecordCodec.encode(record).length);
  }

  /**
   * Applies the next record.
   *
   * @param bytes the length of its value in the log, which may be of another version of the schema
   */
  public Outcome apply(GameRecord record, int bytes) {
    if (record instanceof GameDefined defined) {
      return define(defined, bytes);
    }
    if (record instanceof GameSeen seen) {
      return see(seen, bytes);
    }
    if (record instanceof DefinitionBounds next) {
      if (next.initial() && bounds != null) {
        return Outcome.IGNORED;
      }
      bounds = next;
      return Outcome.APPLIED;
    }
    if (settings == null) {
      settings = (LogSettings) record;
      return Outcome.APPLIED;
    }
    return Outcome.IGNORED;
  }

  private Outcome see(GameSeen seen, int bytes) {
    if (games.get(seen.definition().gameId()) != null) {
      return Outcome.IGNORED;
    }
    Outcome outcome = within(true, bytes);
    if (outcome == Outcome.APPLIED) {
      games = games.with(Game.first(seen.definition(), false, seen.seenAt()));
      automatic++;
    }
    return outcome;
  }

  private Outcome define(GameDefined defined, int bytes) {
    String gameId = defined.definition().gameId();
    Game game = games.get(gameId);
    int version = game == null ? 0 : game.version();
    if (defined.basedOn() != version) {
      return Outcome.LOST_RACE;
    }
    Outcome outcome = within(game == null, bytes);
    if (outcome == Outcome.APPLIED) {
      games = games.with(defined(game, defined.definition(), defined.definedAt()));
      automatic -= game == null || game.explicit() ? 0 : 1;
    }
    return outcome;
  }

  /** What becomes of a definition that nothing but the bounds could stand against. */
  private Outcome within(boolean isNew, int bytes) {
    if (bounds == null) {
      return Outcome.APPLIED;
    }
    if (isNew && games.size() >= bounds.games()) {
      return Outcome.TOO_MANY_GAMES;
    }
    return bytes > bounds.definitionBytes() ? Outcome.TOO_LARGE : Outcome.APPLIED;
  }

  private Game defined(@Nullable Game game, GameDefinition written, long at) {
    if (game == null) {
      return Game.first(written, true, at);
    }
    GameDefinition next = written.sharing(game.definition());
    return MeaningChange.between(game.definition(), next, at).isEmpty()
        ? game.redefined(next, at)
        : game.withNewMeaning(next, at);
  }

  /** What is defined now. */
  public Games snapshot() {
    return new Games(settings, bounds, games, automatic);
  }
}
