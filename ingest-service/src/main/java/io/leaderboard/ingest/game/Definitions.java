package io.leaderboard.ingest.game;

import io.leaderboard.events.game.DefinitionBounds;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.GameRecordCodec;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.GamesFold.Outcome;
import io.leaderboard.events.game.MeaningChange;
import io.leaderboard.ingest.publish.NotDelivered;
import io.leaderboard.web.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Writes definitions. */
final class Definitions {
  /**
   * A definition that is stored.
   *
   * @param created whether the game did not exist before
   * @param fills whether boards must be filled from the log before readers see it
   */
  record Stored(GameDefinition definition, int version, boolean created, boolean fills) {}

  private final GameWriter log;
  private final Duration answerWithin;

  /**
   * @param answerWithin how long storing may take
   */
  Definitions(GameWriter log, Duration answerWithin) {
    this.log = log;
    this.answerWithin = answerWithin;
  }

  /**
   * Stores a definition and reads it back; one that is stored already changes nothing.
   *
   * @param rebuild whether it may change what existing boards mean
   */
  Mono<Stored> put(GameDefinition definition, Preconditions preconditions, boolean rebuild) {
    return store(games -> definition, preconditions, rebuild);
  }

  /**
   * Stores the definition that the stored one becomes, as {@link #put} does; fails when there is
   * none.
   */
  Mono<Stored> patch(
      String gameId, DefinitionPatch patch, Preconditions preconditions, boolean rebuild) {
    return store(
        games ->
            patch.of(
                games
                    .game(gameId)
                    .orElseThrow(() -> GameProblems.unknownGame(games, gameId))
                    .definition()),
        preconditions,
        rebuild);
  }

  private Mono<Stored> store(
      Function<Games, GameDefinition> definition, Preconditions preconditions, boolean rebuild) {
    return Mono.defer(
        () -> {
          AtomicBoolean writing = new AtomicBoolean();
          // The latest view, so that who was told of a version elsewhere can build on it here.
          return log.latest()
              .flatMap(
                  games -> put(games, definition.apply(games), preconditions, rebuild, writing))
              .timeout(answerWithin, Mono.error(() -> late(writing.get())));
        });
  }

  private static ProblemException late(boolean writing) {
    return GameProblems.notWritten(writing ? NotDelivered.UNKNOWN : NotDelivered.UNREACHABLE);
  }

  private Mono<Stored> put(
      Games games,
      GameDefinition definition,
      Preconditions preconditions,
      boolean rebuild,
      AtomicBoolean writing) {
    Optional<Game> game = games.game(definition.gameId());
    int version = game.map(Game::version).orElse(0);
    if (!preconditions.hold(version)) {
      throw GameProblems.stale(version);
    }
    if (game.isPresent() && game.get().definition().equals(definition)) {
      return Mono.just(new Stored(definition, version, false, false));
    }
    long now = System.currentTimeMillis();
    List<String> changed =
        game.map(known -> MeaningChange.between(known.definition(), definition, now))
            .orElse(List.of());
    if (!changed.isEmpty() && !rebuild) {
      throw GameProblems.meaningChanged(changed);
    }
    GameDefined record = new GameDefined(definition, version, now);
    requireWithin(games, record);
    writing.set(true);
    return log.write(record)
        .map(outcome -> stored(outcome, definition, version, !changed.isEmpty()));
  }

  /** What the fold would refuse is not written; others may write until this is read back. */
  private static void requireWithin(Games games, GameDefined record) {
    games
        .bounds()
        .ifPresent(
            bounds -> {
              if (record.basedOn() == 0 && games.all().size() >= bounds.games()) {
                throw GameProblems.tooManyGames(bounds.games());
              }
              if (GameRecordCodec.encode(record).length > bounds.definitionBytes()) {
                throw GameProblems.tooLarge(bounds.definitionBytes());
              }
            });
  }

  private Stored stored(Outcome outcome, GameDefinition definition, int basedOn, boolean fills) {
    return switch (outcome) {
      case APPLIED -> new Stored(definition, basedOn + 1, basedOn == 0, fills);
      case LOST_RACE -> throw GameProblems.conflict();
      case TOO_MANY_GAMES -> throw GameProblems.tooManyGames(bounds().games());
      case TOO_LARGE -> throw GameProblems.tooLarge(bounds().definitionBytes());
      // The fold could not read what was written; whatever it is, it is not stored.
      case IGNORED -> throw GameProblems.notWritten(NotDelivered.UNKNOWN);
    };
  }

  private DefinitionBounds bounds() {
    return log.games().bounds().orElseThrow();
  }
}
