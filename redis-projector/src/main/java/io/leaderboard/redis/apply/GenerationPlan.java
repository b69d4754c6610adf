package io.leaderboard.redis.apply;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.redis.generation.Editions;
import io.leaderboard.redis.generation.FillTarget;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the events of each game go in one generation, or in one fill of games within it. Each
 * resume begins with a new one, because it remembers what Redis has confirmed. Thread-safe; holds
 * one entry per game that is defined.
 */
final class GenerationPlan {
  /** Of so many fills it is remembered what they left out; each edition asks once. */
  private static final int MOST_FILLS = 64;

  private record GamePlan(Game.Rules rules, Edition edition, List<BoardPlan> boards) {}

  private final FillTarget target;
  private final @Nullable Supplier<Editions> editions;
  private final Function<String, Map<String, Long>> past;
  private final Map<String, Map<String, Long>> pastOf = new ConcurrentHashMap<>();
  private final Map<String, GamePlan> games = new ConcurrentHashMap<>();

  private GenerationPlan(
      FillTarget target,
      @Nullable Supplier<Editions> editions,
      Function<String, Map<String, Long>> past) {
    this.target = target;
    this.editions = editions;
    this.past = past;
    // At once: found before the positions are, it is whole.
    pastOf.put(target.fill(), past.apply(target.fill()));
  }

  /**
   * All games of a generation.
   *
   * @param editions as what they stand in it, as far as is known now
   * @param past by fill, "" for the generation itself: which periods it never holds, see {@link
   *     RedisLayout#past}. Remembered for the latest
   */
  static GenerationPlan of(
      Generation generation,
      Supplier<Editions> editions,
      Function<String, Map<String, Long>> past) {
    return new GenerationPlan(FillTarget.of(generation), editions, past);
  }

  /** The games that a fill brings, and no others. */
  static GenerationPlan of(FillTarget games, Function<String, Map<String, Long>> past) {
    return new GenerationPlan(games, null, past);
  }

  FillTarget target() {
    return target;
  }

  /** The plan as long as nothing is defined anew. */
  PlannedBoards with(Games defined) {
    return new PlannedBoards(defined, editionsNow(), List.of(this));
  }

  @Nullable Editions editionsNow() {
    return editions == null ? null : editions.get();
  }

  /** The edition of a game that is planned here; null when the game is left to others. */
  @Nullable Edition edition(@Nullable Editions read, String gameId) {
    return read == null ? target.games().get(gameId) : read.of(gameId);
  }

  /**
   * The boards of an edition; none when its rules are so old that they are forgotten, so that the
   * game waits for newer ones and no other game does.
   *
   * @throws IllegalStateException when its rules are not known yet
   */
  @SuppressWarnings("ReferenceEquality")
  List<BoardPlan> boards(Game game, Edition edition) {
    Game.Rules rules = game.rules(edition.rules()).orElse(null);
    if (rules == null) {
      if (edition.rules() > game.rulesVersion()) {
        throw new IllegalStateException(
            "rules of version %d of %s are not known yet".formatted(edition.rules(), game.id()));
      }
      return List.of();
    }
    GamePlan plan = games.get(game.id());
    // The same object, not an equal one: comparing definitions for each event would cost more than
    // planning anew after each of the rare changes.
    if (plan == null || plan.rules() != rules || !plan.edition().equals(edition)) {
      plan = new GamePlan(rules, edition, plan(game, rules, edition));
      games.put(game.id(), plan);
    }
    return plan.boards();
  }

  private List<BoardPlan> plan(Game game, Game.Rules rules, Edition edition) {
    return rules.definition().boards().stream()
        .map(
            board ->
                new BoardPlan(
                    target.generation(),
                    game.id(),
                    edition,
                    rules.definition(),
                    board,
                    closedFromStart(game, rules, edition, board)))
        .toList();
  }

  /**
   * A period that is not here is over from the start: its events are late, as is everything that
   * comes for it now. Which are not here, whatever brought the edition has said.
   */
  private long closedFromStart(
      Game game, Game.Rules rules, Edition edition, BoardDefinition board) {
    if (pastOf.size() > MOST_FILLS) {
      pastOf.clear();
    }
    long pastThrough =
        pastOf
            .computeIfAbsent(edition.fill(), past)
            .getOrDefault(RedisLayout.pastField(game.id(), board.id()), Long.MIN_VALUE);
    return Math.max(pastThrough, game.closedFromStart(rules.definition()));
  }
}
