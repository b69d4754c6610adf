package io.leaderboard.cassandra.sweep;

import io.leaderboard.cassandra.fill.FillStatus;
import io.leaderboard.cassandra.rules.CompleteRules;
import io.leaderboard.cassandra.standing.StandingsScan;
import io.leaderboard.cassandra.statement.Requests;
import io.leaderboard.cassandra.store.Store;
import io.leaderboard.events.cassandra.StandingsLayout;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Games;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the standings of rules that newer ones have replaced everywhere, and of boards that are
 * gone: all keys are gone through, range by range of their tokens, because no table lists those of
 * one game. It takes its time: after each page it rests three times as long as the page took.
 *
 * <p>Stateless: what there is to do follows from what is complete and defined. So it goes through
 * all keys once after a start, and again after each switch and each board that goes away; in the
 * instance that owns the first partition. {@link #step} is called again and again by one thread.
 */
public final class Sweep {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  private static final int RANGES = 256;
  private static final int RESTS = 3;

  private final Supplier<Store> store;
  private final Supplier<Games> games;
  private final CompleteRules complete;
  private final BooleanSupplier isMine;
  private final Duration grace;
  private final LongSupplier nanoClock;
  private final FillStatus status;
  // Of each game what the last sweep went by, as far as it is not what every game begins with.
  private Map<String, Kept> swept = new HashMap<>();
  private Map<String, Kept> sweeping = new HashMap<>();
  private boolean hasSwept;
  private int nextRange = RANGES;
  private StandingsScan.@Nullable Range range;
  private long deleted;
  private long wakesAt;

  /**
   * What is kept of a game.
   *
   * @param rules the oldest version; newer ones too
   * @param boards of that version, how many
   */
  private record Kept(int rules, int boards) {}

  /**
   * @param isMine whether it is this instance's turn
   * @param grace how long a version must be complete everywhere before older ones are deleted: at
   *     least the margin of safety
   * @param nanoClock monotonic
   */
  public Sweep(
      Supplier<Store> store,
      Supplier<Games> games,
      CompleteRules complete,
      BooleanSupplier isMine,
      Duration grace,
      LongSupplier nanoClock,
      FillStatus status) {
    this.store = store;
    this.games = games;
    this.complete = complete;
    this.isMine = isMine;
    this.grace = grace;
    this.nanoClock = nanoClock;
    this.status = status;
    this.wakesAt = nanoClock.getAsLong() + grace.toNanos();
  }

  /**
   * Goes through the next page, if it is time for it.
   *
   * @throws RuntimeException when Cassandra is away; tried again
   */
  public void step() {
    long now = nanoClock.getAsLong();
    if (now - wakesAt < 0 || !isMine.getAsBoolean()) {
      return;
    }
    if (nextRange == RANGES && range == null) {
      Map<String, Kept> kept = kept();
      if (hasSwept && kept.equals(swept)) {
        return;
      }
      sweeping = kept;
      nextRange = 0;
      deleted = 0;
    }
    page();
    long done = nanoClock.getAsLong();
    wakesAt = done + RESTS * (done - now);
  }

  /** Whether there is nothing to go through at present. */
  public boolean isIdle() {
    return nextRange == RANGES && range == null && hasSwept && kept().equals(swept);
  }

  private void page() {
    Store tables = store.get();
    StandingsScan.Range now = range;
    if (now == null) {
      now = tables.scan().range(token(nextRange), token(nextRange + 1));
      nextRange++;
      range = now;
    }
    boolean done = false;
    try {
      StandingsScan.Scanned scanned = now.next(this::isObsolete, tables.background());
      deleted += scanned.deleted();
      status.deleted(scanned.deleted());
      done = true;
    } finally {
      if (!done) {
        // Begun again as a whole.
        range = null;
        nextRange--;
      }
    }
    if (!now.hasNext()) {
      range = null;
      if (nextRange == RANGES) {
        end(tables);
      }
    }
  }

  /** Last, so that whoever is interrupted finds it again. */
  private void end(Store tables) {
    int partitions = games.get().settings().map(settings -> settings.partitions()).orElse(0);
    Requests.Round round = tables.background().round();
    complete
        .stored()
        .forEach(
            (gameId, versions) ->
                versions.stream()
                    .filter(version -> version < keptOf(gameId))
                    .forEach(
                        version -> {
                          for (int partition = 0; partition < partitions; partition++) {
                            tables.gameRules().sendDeletion(partition, gameId, version, round);
                          }
                        }));
    round.await();
    swept = sweeping;
    hasSwept = true;
    LOG.info("Deleted {} standings of former rules and boards", deleted);
  }

  /**
   * Of a game that is not known here, or of rules newer than those known here, nothing is: this
   * instance may be behind. And nothing of rules that some partition is still filled with.
   */
  private boolean isObsolete(StandingsScan.Board board) {
    if (board.rules() < keptOf(board.gameId())) {
      return true;
    }
    Optional<Game> game = games.get().game(board.gameId());
    // A board that comes back comes with other rules: under these it is gone for good.
    return game.flatMap(each -> each.rules(board.rules()))
        .filter(rules -> rules.definition().board(board.boardId()).isEmpty())
        .isPresent();
  }

  private int keptOf(String gameId) {
    Kept kept = sweeping.get(gameId);
    return kept == null ? StandingsLayout.FIRST_RULES : kept.rules();
  }

  private Map<String, Kept> kept() {
    Map<String, Kept> kept = new HashMap<>();
    long now = nanoClock.getAsLong();
    for (Game game : games.get().all()) {
      int rules = complete.everywhereFor(grace, game.id(), now);
      int boards = game.rules(rules).map(each -> each.definition().boards().size()).orElse(0);
      kept.put(game.id(), new Kept(rules, boards));
    }
    return kept;
  }

  /** The borders of the ranges, over all tokens. */
  private static long token(int border) {
    if (border == RANGES) {
      return Long.MAX_VALUE;
    }
    return Long.MIN_VALUE + border * (1L << 56);
  }
}
