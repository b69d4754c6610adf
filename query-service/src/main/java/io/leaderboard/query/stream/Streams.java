package io.leaderboard.query.stream;

import io.leaderboard.query.board.BoardRequest;
import io.leaderboard.query.board.HotPages;
import io.leaderboard.query.board.PageRead;
import io.leaderboard.query.freshness.After;
import io.leaderboard.query.metrics.QueryMetrics;
import io.leaderboard.web.ProblemException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * All open streams. One thread ticks; what it starts is asynchronous. When the service is stopped,
 * streams are ended first, so that the server need not wait for them. Thread-safe.
 */
final class Streams implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

  /** How often clients are looked after. */
  private static final Duration ROUND = Duration.ofMillis(250);

  private final HotPages pages;
  private final StreamProperties properties;
  private final QueryMetrics metrics;
  private final Map<BoardRequest, BoardWatch> watches = new ConcurrentHashMap<>();

  /** Those of periods that do not change any more: they are only kept alive. */
  private final Set<Viewer> settled = ConcurrentHashMap.newKeySet();

  private final ViewerPlaces places;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "stream-clock");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean running;

  Streams(HotPages pages, StreamProperties properties, QueryMetrics metrics) {
    this.pages = pages;
    this.properties = properties;
    this.metrics = metrics;
    this.places = new ViewerPlaces(properties);
  }

  /** How many clients there are. */
  int size() {
    return places.taken();
  }

  /** How many boards are read for them. */
  int watched() {
    return watches.size();
  }

  /**
   * Takes a place for one more client, and begins to tell it what a board's top is.
   *
   * @param address of the viewer, as {@link io.leaderboard.web.ClientAddress} has it
   * @param first what the client is told at once
   * @throws ProblemException when there is no place; else {@link #close} must be called once
   */
  void open(String address, BoardRequest board, Viewer viewer, PageRead first) {
    try {
      places.take(address);
      try {
        watch(watched(board), viewer, first);
      } catch (ProblemException e) {
        places.giveBack(address);
        throw e;
      }
    } catch (ProblemException e) {
      metrics.streamRefused(e.problem().status());
      throw e;
    }
  }

  /** Ends to tell a client. */
  void close(String address, BoardRequest board, Viewer viewer) {
    watches.computeIfPresent(
        watched(board),
        (request, watch) -> {
          watch.remove(viewer);
          return watch.isEmpty() ? null : watch;
        });
    settled.remove(viewer);
    places.giveBack(address);
  }

  private void watch(BoardRequest watched, Viewer viewer, PageRead first) {
    if (WatchPace.isOver(watched, first)) {
      settled.add(viewer);
      return;
    }
    watches.compute(
        watched,
        (request, known) -> {
          if (known == null && watches.size() >= properties.maxWatches()) {
            throw StreamProblems.tooManyWatches();
          }
          BoardWatch watch = known == null ? new BoardWatch(request, pages) : known;
          watch.add(viewer);
          return watch;
        });
  }

  private static BoardRequest watched(BoardRequest board) {
    return new BoardRequest(board.gameId(), board.boardId(), board.period(), After.NOTHING);
  }

  private void tick() {
    watches.forEach(
        (board, watch) -> {
          watch.tick();
          if (watch.isOver()) {
            settle(board);
          }
        });
  }

  /** Whoever watches it has been told the last. */
  private void settle(BoardRequest board) {
    watches.computeIfPresent(
        board,
        (request, watch) -> {
          // Somebody may have come meanwhile.
          if (!watch.isOver()) {
            return watch;
          }
          settled.addAll(watch.viewers());
          return null;
        });
  }

  private void tend() {
    watches.values().forEach(watch -> watch.viewers().forEach(this::tend));
    settled.forEach(this::tend);
  }

  /** Drops who does not receive, and lets nobody wait for long without a word. */
  private void tend(Viewer viewer) {
    if (viewer.isStuck(properties.patience())) {
      viewer.drop();
    } else {
      viewer.keepAlive(properties.heartbeat());
    }
  }

  @Override
  public void start() {
    running = true;
    every(properties.tick(), this::tick);
    Duration round = properties.heartbeat().compareTo(ROUND) < 0 ? properties.tick() : ROUND;
    every(round, this::tend);
  }

  @Override
  public void stop() {
    running = false;
    clock.shutdownNow();
    watches.values().forEach(watch -> watch.viewers().forEach(Viewer::end));
    settled.forEach(Viewer::end);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void every(Duration pause, Runnable task) {
    var unused =
        clock.scheduleWithFixedDelay(
            () -> {
              try {
                task.run();
              } catch (RuntimeException e) {
                // A task that throws would never be run again, and all streams would stand still.
                LOG.error("A round of the streams failed", e);
              }
            },
            pause.toNanos(),
            pause.toNanos(),
            TimeUnit.NANOSECONDS);
  }
}
