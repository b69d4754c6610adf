package io.leaderboard.events.game;

import io.leaderboard.events.limit.DidYouMean;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is defined at one moment: the log's settings and its games. Immutable. */
public final class Games {
  /** Nothing is defined. */
  public static final Games NONE = new Games(null, null, GamesById.NONE, 0);

  private static final int LOOKED_AT = 128;

  private final @Nullable LogSettings settings;
  private final @Nullable DefinitionBounds bounds;
  private final GamesById byId;
  private final int automatic;

  Games(
      @Nullable LogSettings settings,
      @Nullable DefinitionBounds bounds,
      GamesById byId,
      int automatic) {
    this.settings = settings;
    this.bounds = bounds;
    this.byId = byId;
    this.automatic = automatic;
  }

  /** The log's settings, empty before they are written. */
  public Optional<LogSettings> settings() {
    return Optional.ofNullable(settings);
  }

  /** The bounds of definitions from here on in the log, empty for none. */
  public Optional<DefinitionBounds> bounds() {
    return Optional.ofNullable(bounds);
  }

  /** The game of that id. */
  public Optional<Game> game(String gameId) {
    return Optional.ofNullable(byId.get(gameId));
  }

  /**
   * The id that somebody may have meant who asks for a game that there is not; empty when none is
   * near. Of many games only those are looked at whose ids begin alike, so that this takes some 0.1
   * ms at most.
   */
  public Optional<String> nearest(String gameId) {
    return DidYouMean.nearest(
        gameId,
        Stream.of(gameId, gameId.toLowerCase(Locale.ROOT))
            .distinct()
            .flatMap(id -> byId.around(id, LOOKED_AT))
            .map(Game::id)
            .toList());
  }

  /** How many of the games nobody has defined: scores were sent to them. */
  public int automatic() {
    return automatic;
  }

  /** All games by id. */
  public Collection<Game> all() {
    return byId.all();
  }

  /** The games whose ids come after {@code gameId}, by id. */
  public Collection<Game> after(String gameId) {
    return byId.after(gameId);
  }
}
