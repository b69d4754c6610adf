package io.leaderboard.log;

import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.GamesFold;
import io.leaderboard.events.game.LogSettings;
import io.leaderboard.events.topic.Topics;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service's view of the log: opens it (creating what is missing), and follows {@code games}.
 *
 * <p>{@link #start()} returns at once; one thread opens the log, trying again for as long as Kafka
 * is away, and then follows {@code games} until {@link #close()}. All methods are thread-safe.
 */
public final class LogView implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogView.class);

  private static final Duration RETRY_PAUSE = Duration.ofMillis(500);

  private final LogProperties properties;
  private final String clientId;
  private final GamesReader reader;
  private final Thread thread;
  private final CompletableFuture<LogState> settled = new CompletableFuture<>();
  private volatile LogState state = new LogState.Opening("not started");
  private final CountDownLatch closed = new CountDownLatch(1);
  private final LogAdmin admin;
  private final AtomicInteger timesMadeAnew = new AtomicInteger();
  private final SharedQuestion<Games> end = new SharedQuestion<>(this::lookToEnd);
  private @Nullable Class<?> logged;
  private volatile @Nullable String missing;
  // Which topic is followed; set before the log is open, and not afterwards.
  private volatile String gamesId = "";

  /**
   * @param clientId names the service in Kafka's own logs and metrics
   */
  public LogView(LogProperties properties, String clientId) {
    this.properties = properties;
    this.clientId = clientId;
    this.admin = new LogAdmin(properties, clientId + "-topics");
    this.reader = new GamesReader(properties, clientId + "-games");
    this.thread = new Thread(this::run, clientId + "-games");
    thread.setDaemon(true);
  }

  /** Begins to open the log. Call it once. */
  public void start() {
    thread.start();
  }

  /** How this service stands to the log. */
  public LogState state() {
    return state;
  }

  /** Asks Kafka about topics, for as long as this is not closed. */
  LogAdmin admin() {
    return admin;
  }

  /** Whether the log is open: its settings and games are known. */
  public boolean isOpen() {
    return state instanceof LogState.Open;
  }

  /**
   * Asks Kafka again which topics {@code score-events} and {@code games} are: whoever is about to
   * go on from a position must know when they were changed under this service. A {@code
   * score-events} that was created anew shows in {@link #state()}; other partitions of it, or
   * another {@code games}, have the log refused from then on. Nothing happens before the log is
   * open. Blocks for twice the request timeout at most.
   *
   * @throws LogRefusedException when the log is refused
   * @throws KafkaException when Kafka cannot tell now
   */
  public void confirm() {
    requireNotRefused();
    if (!(state instanceof LogState.Open open)) {
      return;
    }
    try {
      look(open);
      missing = null;
    } catch (LogRefusedException e) {
      refuse(e.reason());
      throw e;
    } catch (MissingTopicException e) {
      tellMissing(String.valueOf(e.getMessage()));
      throw e;
    } catch (ExecutionException e) {
      throw new KafkaException("Kafka cannot tell about the log now", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while asking Kafka about the log", e);
    }
  }

  private void look(LogState.Open open) throws ExecutionException, InterruptedException {
    String topicId = new LogCheck(admin.get()).confirm(open.settings(), gamesId);
    synchronized (this) {
      // Of several who look at once the first tells.
      if (state.equals(open) && !topicId.equals(open.topicId())) {
        LOG.warn("score-events was created anew: its id was {} and is {}", open.topicId(), topicId);
        state = new LogState.Open(open.settings(), topicId);
        timesMadeAnew.incrementAndGet();
      }
    }
  }

  private synchronized void tellMissing(String reason) {
    if (!reason.equals(missing)) {
      LOG.error("{}", reason);
      missing = reason;
    }
  }

  /** Which topic was gone when Kafka was last asked, and what to do; empty when none was. */
  public Optional<String> missing() {
    return Optional.ofNullable(missing);
  }

  /**
   * Nothing may be decided by a log that is refused.
   *
   * @throws LogRefusedException when it is
   */
  public void requireNotRefused() {
    if (state instanceof LogState.Refused refused) {
      throw new LogRefusedException(refused.reason());
    }
  }

  private synchronized void refuse(String reason) {
    if (!(state instanceof LogState.Refused)) {
      LOG.error("{}", reason);
      state = new LogState.Refused(reason);
      settled.complete(state);
      reader.close();
    }
  }

  /**
   * Grows whenever {@link #confirm} finds {@code score-events} created anew: whoever reads on from
   * a position of the topic before must ask its store again.
   */
  public int timesMadeAnew() {
    return timesMadeAnew.get();
  }

  /** Completes with {@link LogState.Open} or {@link LogState.Refused}, or fails when closed. */
  public CompletableFuture<LogState> settled() {
    return settled.copy();
  }

  /** What is defined, as far as this service has read; {@link Games#NONE} before it is open. */
  public Games games() {
    return reader.games();
  }

  /**
   * Completes with a view that holds every record that stood in {@code games} when this was called;
   * fails when Kafka does not answer within the request timeout, at once when the log is refused.
   */
  public CompletableFuture<Games> readToEnd() {
    return state instanceof LogState.Refused refused
        ? CompletableFuture.failedFuture(new LogRefusedException(refused.reason()))
        : end.ask();
  }

  /**
   * {@link #readToEnd}, waited for.
   *
   * @throws IllegalStateException when that cannot be done now
   */
  public Games readToEndNow() {
    try {
      return readToEnd().join();
    } catch (CompletionException e) {
      throw new IllegalStateException("games cannot be read to its end now", e);
    }
  }

  /**
   * Asks for the end on another connection than the one that polls: Kafka answers one request of a
   * connection after the other, and a poll waits for half a second when there is nothing new.
   */
  private CompletableFuture<Games> lookToEnd() {
    return admin
        .ends(Topics.GAMES, 1)
        .thenCompose(ends -> reader.reached(ends.getOrDefault(0, 0L)))
        .orTimeout(properties.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Completes with what the record of {@code games} at {@code offset} did, once this service has
   * read it back; to be called with the offset that Kafka has just acknowledged. Fails when it is
   * not read within the request timeout.
   */
  public CompletableFuture<GamesFold.Outcome> outcomeOf(long offset) {
    return reader.outcomeOf(offset);
  }

  /** Stops following; futures that are not complete fail. */
  @Override
  public void close() {
    // Not by an interrupt, which would break the consumer's own orderly end.
    closed.countDown();
    reader.close();
    admin.close();
    settled.completeExceptionally(new IllegalStateException("the log was closed"));
  }

  private void run() {
    try {
      while (!isClosed() && !(state instanceof LogState.Open)) {
        open();
      }
      while (!isClosed() && isOpen()) {
        reader.poll();
      }
    } catch (LogRefusedException e) {
      refuse(e.reason());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      reader.release();
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void open() throws InterruptedException {
    try (Admin once = Admin.create(properties.clientSettings(clientId + "-topics"))) {
      LogCreation creation = new LogCreation(once, properties, clientId + "-settings");
      LogCheck check = new LogCheck(once);
      creation.createGames();
      follow(check.gamesId());
      LogSettings settings = settings(creation);
      creation.createOthers(settings);
      state = new LogState.Open(settings, check.check(settings));
      settled.complete(state);
      LOG.info("The log is open: {}, {} games", settings, games().all().size());
    } catch (ExecutionException | KafkaException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String reason = "Kafka at " + properties.bootstrapServers() + ": " + cause.getMessage();
      // Once, and not at every attempt, of which there are two a second. By its kind: the words of
      // some name a time or a number of attempts.
      if (cause.getClass() != logged) {
        LOG.warn("The log is not open yet. {}", reason);
        logged = cause.getClass();
      }
      state = new LogState.Opening(reason);
      var unused = closed.await(RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Nobody relies on what an attempt that failed has read: another topic is read afresh. */
  private void follow(String topicId) {
    if (!topicId.equals(gamesId)) {
      reader.forget();
      gamesId = topicId;
    }
  }

  /**
   * The settings that stand first in {@code games}. When there are none, writes those configured
   * and reads again: of several services that do so at once, the one whose record stands first
   * decides for all.
   */
  private LogSettings settings(LogCreation creation)
      throws ExecutionException, InterruptedException {
    Games games = reader.catchUp();
    if (games.settings().isEmpty()) {
      creation.writeSettings();
      games = reader.catchUp();
    }
    return games
        .settings()
        .orElseThrow(() -> new KafkaException("the settings just written are not in games"));
  }
}
