package io.leaderboard.query.stream;

import io.leaderboard.query.board.BoardRequest;
import io.leaderboard.query.board.HotPages;
import io.leaderboard.query.board.ShownPage;
import io.leaderboard.query.failure.Failure;
import io.leaderboard.web.ProblemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A board that is watched: read once a tick, however many watch and however many entries each
 * wants. Thread-safe.
 */
final class BoardWatch {
  private final BoardRequest board;
  private final HotPages pages;
  private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile @Nullable String shown;

  BoardWatch(BoardRequest board, HotPages pages) {
    this.board = board;
    this.pages = pages;
  }

  /** Begins to tell a client. */
  void add(Viewer viewer) {
    viewers.add(viewer);
    // What was shown so far was not shown to this one.
    shown = null;
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

  /** Reads the board, unless the last reading is not over, and tells everyone what has changed. */
  void tick() {
    int limit = viewers.stream().mapToInt(Viewer::limit).max().orElse(0);
    if (limit == 0 || !reading.compareAndSet(false, true)) {
      return;
    }
    var unused =
        pages
            .read(board, limit, Optional.empty())
            .whenComplete(
                (hot, failure) -> {
                  reading.set(false);
                  if (failure == null) {
                    show(hot.page());
                  } else if (isGone(failure)) {
                    // Who connects again is told why.
                    viewers().forEach(Viewer::end);
                  }
                });
  }

  /** Drops who does not receive, and lets nobody wait for long without a word. */
  void tend(Duration heartbeat, Duration patience) {
    for (Viewer viewer : viewers()) {
      if (viewer.isStuck(patience)) {
        viewer.drop();
      } else {
        viewer.keepAlive(heartbeat);
      }
    }
  }

  private void show(ShownPage page) {
    String tag = page.page().tag();
    if (tag.equals(shown)) {
      return;
    }
    shown = tag;
    Map<Integer, Frame> frames = new HashMap<>();
    for (Viewer viewer : viewers) {
      viewer.offer(frames.computeIfAbsent(viewer.limit(), limit -> Frame.top(page.first(limit))));
    }
  }

  /** The board or its game is not defined any more. */
  private static boolean isGone(Throwable failure) {
    Throwable cause = Failure.cause(failure);
    return cause instanceof ProblemException problem && problem.problem().status() == 404;
  }
}
