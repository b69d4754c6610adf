package io.leaderboard.query.archive;

import com.datastax.oss.driver.api.core.cql.Row;
import io.leaderboard.events.finals.FinalPeriod;
import io.leaderboard.events.finals.FinalRules;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.standing.BoardRules;
import io.leaderboard.query.board.Archive;
import io.leaderboard.query.board.ArchivedBoard;
import io.leaderboard.query.board.BoardPlace;
import io.leaderboard.query.cassandra.CassandraConnection;
import io.leaderboard.query.cassandra.CassandraUnavailableException;
import io.leaderboard.query.cassandra.Select;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The archives that the cassandra-projector writes. Thread-safe. */
final class CassandraArchive implements Archive {
  private static final Select PERIODS =
      new Select(
          "final-periods",
          "SELECT period_start, period_end, period, total FROM %s.final_periods"
              + " WHERE game_id = ? AND board_id = ? AND period_end <= ? LIMIT ?");

  /**
   * Rows that may be left out: those that end with the cursor's, of which there is one a calendar
   * that the board had.
   */
  private static final int TO_SPARE = 4;

  /** Who asks for a period that is nowhere asks again: it is not there for so long. */
  private static final Duration NOT_FOUND_FOR = Duration.ofSeconds(2);

  /** Nobody waits longer for a word that stands beside what Redis has. */
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private final ManifestLookups manifests = new ManifestLookups(NOT_FOUND_FOR);

  /** Second looks, at those that were not there. */
  private final ManifestLookups absent = new ManifestLookups(NOT_FOUND_FOR);

  private final CassandraConnection cassandra;
  private final ArchiveProgress progress;

  CassandraArchive(CassandraConnection cassandra, ArchiveProgress progress) {
    this.cassandra = cassandra;
    this.progress = progress;
  }

  @Override
  public CompletableFuture<List<Archived>> periods(
      BoardPlace board, Optional<Period> before, int limit) {
    long through = before.map(Period::end).orElse(Long.MAX_VALUE);
    int most = limit + TO_SPARE;
    return cassandra.inTime(
        cassandra
            .read(
                PERIODS, most, board.gameId(), board.boardId(), Instant.ofEpochMilli(through), most)
            .thenApply(
                rows -> {
                  List<Archived> found = new ArrayList<>();
                  rows.currentPage().forEach(row -> found.add(archived(row)));
                  return found.stream()
                      .filter(
                          each ->
                              before.isEmpty()
                                  || NEWEST_FIRST.compare(each.period(), before.get()) > 0)
                      .limit(limit)
                      .toList();
                }));
  }

  @Override
  public CompletableFuture<Boolean> isLevel() {
    return progress.isSurelyLevel();
  }

  @Override
  public CompletableFuture<Optional<ArchivedBoard>> find(BoardPlace place) {
    return manifest(place)
        .thenCompose(
            found ->
                found.isPresent()
                    ? CompletableFuture.completedFuture(found)
                    : absent.of(place, () -> cassandra.inTime(lookAgain(place))))
        .thenApply(
            found ->
                found.map(
                    manifest -> new CassandraBoard(cassandra, manifest, place(place, manifest))));
  }

  @Override
  public CompletableFuture<Boolean> isKept(BoardPlace place) {
    return manifest(place)
        .thenApply(Optional::isPresent)
        .exceptionally(unknown -> false)
        .completeOnTimeout(false, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private CompletableFuture<Optional<Manifest>> manifest(BoardPlace place) {
    return manifests.of(place, () -> cassandra.inTime(read(place)));
  }

  private CompletableFuture<Optional<Manifest>> read(BoardPlace place) {
    return Manifest.read(cassandra, place.gameId(), place.boardId(), place.period().id());
  }

  /** It was not there, and is looked for again when all that may have been on its way has come. */
  private CompletableFuture<Optional<Manifest>> lookAgain(BoardPlace place) {
    return progress
        .isLevel()
        .thenCompose(
            isLevel ->
                isLevel
                    ? read(place)
                    : CompletableFuture.failedFuture(
                        new CassandraUnavailableException(
                            "the period %s may be on its way to the archive, which is behind"
                                .formatted(place.period().id()))));
  }

  /** The board under the rules that the period was closed by, with the scale of its scores. */
  private static BoardPlace place(BoardPlace asked, Manifest manifest) {
    GameDefinition then = then(asked, manifest);
    BoardDefinition board = then.board(asked.boardId()).orElse(asked.board());
    GameDefinition scaled =
        new GameDefinition(
            then.gameId(),
            "",
            "",
            true,
            manifest.scale(),
            then.timeZone(),
            then.closing(),
            then.lateness(),
            null,
            null,
            List.of(board));
    return asked.under(new BoardRules(scaled, board), manifest.period());
  }

  /**
   * As the manifest says; one from before manifests said it has the game's rules of its version.
   */
  private static GameDefinition then(BoardPlace asked, Manifest manifest) {
    FinalRules meaning = manifest.meaning();
    Period closed = manifest.period();
    return meaning == null
        ? rules(asked.game(), manifest.rules())
        : meaning.game(new FinalPeriod(asked.gameId(), asked.boardId(), closed.id()), closed);
  }

  /** Those of a version that is not remembered any more are taken for the present ones. */
  private static GameDefinition rules(Game game, int version) {
    return game.rules(version).map(Game.Rules::definition).orElse(game.definition());
  }

  private static Archived archived(Row row) {
    Period period =
        new Period(
            Objects.requireNonNull(row.getString(2)),
            Objects.requireNonNull(row.getInstant(0)).toEpochMilli(),
            Objects.requireNonNull(row.getInstant(1)).toEpochMilli());
    return new Archived(period, row.getLong(3));
  }
}
