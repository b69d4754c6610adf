package io.leaderboard.query.stream;

import io.leaderboard.query.board.BoardRequest;
import io.leaderboard.query.board.HotPages;
import io.leaderboard.query.board.PageRead;
import io.leaderboard.query.board.PeriodState;
import io.leaderboard.query.board.ShownPage;
import io.leaderboard.query.failure.Failure;
import io.leaderboard.query.freshness.After;
import io.leaderboard.web.ProblemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A board that is watched: read at most once a tick, however many watch and however many entries
 * each wants; less often while the period is not on ({@link WatchPace}). Thread-safe.
 */
final class BoardWatch {
  /**
   * What a reading brought.
   *
   * @param ended the page of the period that was shown before, where it ended and another one
   *     follows without a gap; else null
   */
  private record Turn(@Nullable ShownPage ended, ShownPage page) {}

  private final BoardRequest board;
  private final HotPages pages;
  private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile @Nullable String shown;
  private volatile @Nullable PageRead last;
  private volatile long dueAt = System.nanoTime();
  private volatile boolean over;

  BoardWatch(BoardRequest board, HotPages pages) {
    this.board = board;
    this.pages = pages;
  }

  /** Begins to tell a client. */
  void add(Viewer viewer) {
    viewers.add(viewer);
    // What was shown so far was not shown to this one.
    shown = null;
    over = false;
    dueAt = System.nanoTime();
  }

  /** Ends to tell a client. */
  void remove(Viewer viewer) {
    viewers.remove(viewer);
  }

  /** Who watches. */
  List<Viewer> viewers() {
    return List.copyOf(viewers);
  }

  /** Whether nobody watches. */
  boolean isEmpty() {
    return viewers.isEmpty();
  }

  /** Whether everybody was told the last that there is to tell. */
  boolean isOver() {
    return over;
  }

  /**
   * Reads the board when it is due, unless the last reading is not over, and tells everyone what
   * has changed.
   */
  void tick() {
    int limit = viewers.stream().mapToInt(Viewer::limit).max().orElse(0);
    if (limit == 0
        || over
        || System.nanoTime() - dueAt < 0
        || !reading.compareAndSet(false, true)) {
      return;
    }
    var unused =
        pages
            .read(board, limit, Optional.empty())
            .thenCompose(hot -> turn(hot.page(), limit))
            .whenComplete(
                (turn, failure) -> {
                  if (failure == null) {
                    show(turn);
                  } else {
                    dueAt = System.nanoTime() + WatchPace.SLOW.toNanos();
                    if (isGone(failure)) {
                      // Who connects again is told why.
                      viewers().forEach(Viewer::end);
                    }
                  }
                  reading.set(false);
                });
  }

  /** Who named no period is told that one has ended, also where the next begins at that moment. */
  private CompletableFuture<Turn> turn(ShownPage page, int limit) {
    PageRead before = last;
    if (before == null || before.state() != PeriodState.OPEN || isSamePeriod(before, page)) {
      return CompletableFuture.completedFuture(new Turn(null, page));
    }
    BoardRequest former =
        new BoardRequest(board.gameId(), board.boardId(), Optional.of(id(before)), After.NOTHING);
    // What it became does not hold up what follows.
    return pages
        .readAfresh(former, limit, Optional.empty())
        .handle((ended, unknown) -> new Turn(ended, page));
  }

  private static boolean isSamePeriod(PageRead before, ShownPage page) {
    return id(before).equals(id(page.read()));
  }

  private static String id(PageRead page) {
    return page.read().place().period().id();
  }

  private void show(Turn turn) {
    PageRead read = turn.page().read();
    last = read;
    Duration pause = WatchPace.after(board, read, System.currentTimeMillis());
    dueAt = System.nanoTime() + pause.toNanos();
    // Before anybody is told: who comes later asks for another reading.
    over = WatchPace.isOver(board, read);
    String tag = turn.page().page().tag();
    if (tag.equals(shown)) {
      return;
    }
    shown = tag;
    Map<Integer, Frame> frames = new HashMap<>();
    for (Viewer viewer : viewers) {
      viewer.offer(frames.computeIfAbsent(viewer.limit(), limit -> frame(turn, limit)));
    }
  }

  private static Frame frame(Turn turn, int limit) {
    Frame top = Frame.top(turn.page().first(limit));
    return turn.ended() == null ? top : Frame.top(turn.ended().first(limit)).then(top);
  }

  /** The board, its game or the period is not defined any more. */
  private static boolean isGone(Throwable failure) {
    return Failure.cause(failure) instanceof ProblemException problem
        && (problem.problem().status() == 404 || problem.problem().status() == 400);
  }
}
