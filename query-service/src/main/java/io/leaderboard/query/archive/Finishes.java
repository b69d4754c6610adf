package io.leaderboard.query.archive;

import io.leaderboard.query.archive.FinalRanks.Finish;
import io.leaderboard.query.board.UserRequest;
import io.leaderboard.query.cassandra.CassandraConnection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Lists how a user finished: one read a board, and one a finish for the manifest that it counts by.
 * Thread-safe.
 */
final class Finishes {
  /** The cursor's own row, and any that ended with it. */
  private static final int TO_SPARE = 4;

  /**
   * A part of the list.
   *
   * @param shown may be fewer than asked for although more follow: what is not archived whole is
   *     left out
   * @param next where the next part begins, empty at the end
   */
  record Part(List<Finish> shown, Optional<FinishCursor> next) {}

  private final CassandraConnection cassandra;
  private final FinalRanks ranks;

  Finishes(CassandraConnection cassandra) {
    this.cassandra = cassandra;
    this.ranks = new FinalRanks(cassandra);
  }

  /**
   * A part of the list, newest first.
   *
   * @param boards 1 to 20
   * @param limit how many at most
   */
  CompletableFuture<Part> read(
      UserRequest user, List<String> boards, Optional<FinishCursor> behind, int limit) {
    String gameId = user.gameId();
    long through = behind.map(FinishCursor::periodEnd).orElse(Long.MAX_VALUE);
    List<CompletableFuture<List<Finish>>> asked =
        boards.stream()
            .map(board -> ranks.of(gameId, board, user.userId(), through, limit + 1 + TO_SPARE))
            .toList();
    return cassandra.inTime(
        CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
            .thenCompose(
                done -> {
                  List<Finish> merged =
                      asked.stream()
                          .flatMap(each -> each.join().stream())
                          .filter(each -> isBehind(each, behind))
                          .sorted(Comparator.comparing(FinishCursor::of))
                          .limit(limit + 1L)
                          .toList();
                  return part(gameId, merged, limit);
                }));
  }

  private CompletableFuture<Part> part(String gameId, List<Finish> merged, int limit) {
    List<Finish> candidates = merged.subList(0, Math.min(limit, merged.size()));
    Optional<FinishCursor> next =
        merged.size() > limit
            ? Optional.of(FinishCursor.of(candidates.get(limit - 1)))
            : Optional.empty();
    List<CompletableFuture<Boolean>> visible =
        candidates.stream().map(each -> isVisible(gameId, each)).toList();
    return CompletableFuture.allOf(visible.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              List<Finish> shown = new ArrayList<>();
              for (int i = 0; i < visible.size(); i++) {
                if (visible.get(i).join()) {
                  shown.add(candidates.get(i));
                }
              }
              return new Part(shown, next);
            });
  }

  /**
   * Whether it is of an archive that is whole. Another one is about to become visible, or is left
   * over from a period that was archived anew.
   */
  private CompletableFuture<Boolean> isVisible(String gameId, Finish finish) {
    return Manifest.read(cassandra, gameId, finish.boardId(), finish.period())
        .thenApply(
            found ->
                found
                    .filter(manifest -> manifest.rules() == finish.rules())
                    .filter(manifest -> manifest.period().end() == finish.periodEnd())
                    .isPresent());
  }

  private static boolean isBehind(Finish finish, Optional<FinishCursor> cursor) {
    return cursor.isEmpty() || FinishCursor.of(finish).compareTo(cursor.get()) > 0;
  }
}
