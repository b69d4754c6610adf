package io.leaderboard.query.log;

import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Games;
import io.leaderboard.log.LogState;
import io.leaderboard.log.LogView;
import io.leaderboard.log.SharedQuestion;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What this service knows of the log. Thread-safe. */
public final class OpenLog {
  /** How long a reader waits for the end of {@code games}; then what is known is answered. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  /** What passes between two looks at least, so that there are at most 100 a second. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

  /** Most readers who wait; further ones are answered with what is known. */
  private static final int MOST_WAITING = 1_000;

  private final LogView log;
  private final SharedQuestion<Games> latest = new SharedQuestion<>(this::look);
  private final AtomicInteger waiting = new AtomicInteger();

  OpenLog(LogView log) {
    this.log = log;
  }

  /**
   * The game of that id, empty when there is none. Before it says so of a game, this service reads
   * {@code games} to its end: it may have been defined a moment ago. All who ask at a time share
   * that look; when it fails or takes half a second, what is known counts.
   *
   * @throws LogNotOpenException before the games are known
   */
  public CompletableFuture<Optional<Game>> game(String gameId) {
    Optional<Game> known = games().game(gameId);
    if (known.isPresent() || waiting.get() >= MOST_WAITING) {
      return CompletableFuture.completedFuture(known);
    }
    waiting.incrementAndGet();
    // Whatever follows must not hold up the thread that follows games.
    return latest
        .ask()
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .handleAsync(
            (read, failure) -> {
              waiting.decrementAndGet();
              return log.games().game(gameId);
            });
  }

  private CompletableFuture<Games> look() {
    return CompletableFuture.runAsync(
            () -> {},
            CompletableFuture.delayedExecutor(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS))
        .thenCompose(paused -> log.readToEnd());
  }

  /**
   * What is defined. Stays readable when Kafka goes away.
   *
   * @throws LogNotOpenException before it is known: nobody could tell an unknown game from one that
   *     was not read yet
   */
  public Games games() {
    open();
    return log.games();
  }

  /**
   * How many partitions the log has.
   *
   * @throws LogNotOpenException before it is known
   */
  public int partitions() {
    return open().settings().partitions();
  }

  /**
   * The id of the topic {@code score-events}.
   *
   * @throws LogNotOpenException before it is known
   */
  public String topicId() {
    return open().topicId();
  }

  private LogState.Open open() {
    LogState state = log.state();
    if (state instanceof LogState.Open open) {
      return open;
    }
    if (state instanceof LogState.Opening opening) {
      throw new LogNotOpenException("the games are not read yet: " + opening.reason());
    }
    throw new LogNotOpenException(((LogState.Refused) state).reason());
  }
}
