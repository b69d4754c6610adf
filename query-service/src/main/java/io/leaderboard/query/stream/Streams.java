package io.leaderboard.query.stream;

import io.leaderboard.query.board.BoardRequest;
import io.leaderboard.query.board.HotPages;
import io.leaderboard.query.freshness.After;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
  private final Map<BoardRequest, BoardWatch> watches = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "stream-clock");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean running;

  Streams(HotPages pages, StreamProperties properties) {
    this.pages = pages;
    this.properties = properties;
  }

  /**
   * Takes a place for one more client.
   *
   * @return false when there is none; else {@link #leave} must be called once
   */
  boolean enter() {
    if (open.incrementAndGet() > properties.maxViewers()) {
      open.decrementAndGet();
      return false;
    }
    return true;
  }

  /** Gives the place of a client back. */
  void leave() {
    open.decrementAndGet();
  }

  /** How many clients there are. */
  int size() {
    return open.get();
  }

  /** Begins to tell a client what a board's top is. */
  void watch(BoardRequest board, Viewer viewer) {
    BoardRequest watched =
        new BoardRequest(board.gameId(), board.boardId(), board.period(), After.NOTHING);
    watches.compute(
        watched,
        (request, known) -> {
          BoardWatch watch = known == null ? new BoardWatch(request, pages) : known;
          watch.add(viewer);
          return watch;
        });
  }

  /** Ends to tell a client. */
  void forget(BoardRequest board, Viewer viewer) {
    BoardRequest watched =
        new BoardRequest(board.gameId(), board.boardId(), board.period(), After.NOTHING);
    watches.computeIfPresent(
        watched,
        (request, watch) -> {
          watch.remove(viewer);
          return watch.isEmpty() ? null : watch;
        });
  }

  @Override
  public void start() {
    running = true;
    every(properties.tick(), () -> watches.values().forEach(BoardWatch::tick));
    Duration round = properties.heartbeat().compareTo(ROUND) < 0 ? properties.tick() : ROUND;
    every(
        round,
        () ->
            watches
                .values()
                .forEach(watch -> watch.tend(properties.heartbeat(), properties.patience())));
  }

  @Override
  public void stop() {
    running = false;
    clock.shutdownNow();
    watches.values().forEach(watch -> watch.viewers().forEach(Viewer::end));
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
