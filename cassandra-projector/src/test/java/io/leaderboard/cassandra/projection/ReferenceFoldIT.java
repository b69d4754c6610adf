package io.leaderboard.cassandra.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import io.leaderboard.cassandra.position.ProjectionNames;
import io.leaderboard.cassandra.statement.RequestFailedException;
import io.leaderboard.cassandra.store.Interruptions;
import io.leaderboard.cassandra.store.Store;
import io.leaderboard.events.reference.LogRecord;
import io.leaderboard.events.score.PeriodsClosed;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.projection.PartitionBatch;
import io.leaderboard.projection.PositionMovedException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random logs, and everything that can befall a batch: Cassandra holds what a plain fold gives. */
class ReferenceFoldIT {
  private static TestStore store;

  @BeforeAll
  static void createTables() {
    store = new TestStore(Duration.ZERO);
  }

  @AfterAll
  static void dropTables() {
    store.close();
  }

  @BeforeEach
  void emptyTables() {
    store.clear();
  }

  @Test
  void everyStandingIsThatOfThePlainFold() {
    RandomLog random = new RandomLog(3_000);
    Random sizes = random.seed.random();
    random.replay.resumeAndApplyAll(store.projection(random::games), () -> 1 + sizes.nextInt(300));

    random.assertHeldBy(store);
  }

  @Test
  void everyEventStandsInTheHistoryOnceAndDuplicatesAndLateOnesAreMarked() {
    RandomLog random = new RandomLog(2_000);
    Random sizes = random.seed.random();
    // Twice, from the start: what is written again is the same row.
    random.replay.resumeAndApplyAll(store.projection(random::games), () -> 200);
    store.session().execute("TRUNCATE " + store.keyspace() + ".projection_positions");
    random.replay.resumeAndApplyAll(store.projection(random::games), () -> 1 + sizes.nextInt(300));

    Set<LogRecord> duplicates = new HashSet<>(random.reference().duplicates(random.log));
    Set<LogRecord> late = random.late();
    Map<List<Object>, List<Boolean>> expected = new HashMap<>();
    Set<List<Object>> months = new HashSet<>();
    for (LogRecord record : random.log) {
      if (record.record() instanceof ScoreEvent event) {
        expected.put(
            List.of(
                record.partition(),
                record.offset(),
                event.gameId(),
                event.userId(),
                event.eventId(),
                event.score(),
                Instant.ofEpochMilli(event.occurredAt()),
                event.metrics(),
                event.metadata()),
            List.of(duplicates.contains(record), late.contains(record)));
        String date = Instant.ofEpochMilli(event.occurredAt()).toString();
        months.add(
            List.of(
                event.gameId(),
                event.userId(),
                Integer.parseInt(date.substring(0, 4) + date.substring(5, 7))));
      }
    }
    Map<List<Object>, List<Boolean>> held = new HashMap<>();
    for (Row row : store.rows("score_events")) {
      held.put(
          List.of(
              row.getInt("log_partition"),
              row.getLong("log_offset"),
              row.getString("game_id"),
              row.getString("user_id"),
              row.getString("event_id"),
              row.getLong("score"),
              row.getInstant("occurred_at"),
              row.getMap("metrics", String.class, Long.class),
              row.getMap("metadata", String.class, String.class)),
          List.of(row.getBoolean("duplicate"), row.getBoolean("late")));
      months.remove(
          List.of(row.getString("game_id"), row.getString("user_id"), row.getInt("month")));
    }
    assertThat(late).as("%s", random.seed).isNotEmpty();
    assertThat(held).as("%s", random.seed).isEqualTo(expected);
    assertThat(months).as("months without a row").isEmpty();
    assertThat(monthsOf(store.rows("score_months")))
        .as("months that readers are told of")
        .isEqualTo(monthsOf(store.rows("score_events")));
  }

  /**
   * Processes that begin wherever the former ones were certain to have come: what is closed there
   * follows from the log ({@link LogReplay#resume} compares), and closings that nobody needs any
   * more are gone.
   */
  @Tag("long")
  @Test
  void whoeverResumesAnywhereKnowsWhatIsClosedThere() {
    try (TestStore late = new TestStore(Duration.ofSeconds(16))) {
      RandomLog random = new RandomLog(2_500);
      Random sizes = random.seed.random();
      AtomicLong clock = new AtomicLong();
      Store tables = late.tables(late.session());
      int resumedBehindTheStart = 0;
      while (random.replay.hasMore()) {
        CassandraProjection process =
            late.projection(() -> tables, random::games, new Interruptions(), clock::get);
        boolean behindTheStart =
            random.replay.resume(process).values().stream().anyMatch(offset -> offset > 0);
        resumedBehindTheStart += behindTheStart ? 1 : 0;
        for (int batch = 0; batch < 30 && random.replay.hasMore(); batch++) {
          random.replay.apply(process, random.replay.batches(() -> 1 + sizes.nextInt(12)));
          clock.addAndGet(Duration.ofSeconds(1 + sizes.nextInt(3)).toNanos());
        }
      }
      assertThat(resumedBehindTheStart).isGreaterThan(3);
      random.assertHeldBy(late);
      long logged = random.log.stream().filter(at -> at.record() instanceof PeriodsClosed).count();
      System.err.println(
          "Closings: %d logged, %d kept"
              .formatted(logged, late.rows("projection_closings").size()));
      assertThat(late.rows("projection_closings")).hasSizeLessThan((int) logged / 2);
    }
  }

  /** Whichever request of a batch fails, sent or not, the retry makes everything good. */
  @Tag("long")
  @Test
  void whicheverStatementFailsTheRetryMakesItGood() {
    RandomLog random = new RandomLog(2_500);
    AtomicInteger untilFailure = new AtomicInteger(Integer.MAX_VALUE);
    AtomicInteger failures = new AtomicInteger();
    CassandraProjection projection =
        store.projection(failing(untilFailure, failures), random::games);
    random.replay.resume(projection);
    // Each batch of some 20 events fails once, at another of its statements than the one before.
    for (int n = 0; random.replay.hasMore(); n++) {
      List<PartitionBatch> batches = random.replay.batches(() -> 5);
      try {
        untilFailure.set(n);
        random.replay.apply(projection, batches);
        // It has no statement of that number: all have failed once.
        n = 0;
      } catch (RequestFailedException e) {
        untilFailure.set(Integer.MAX_VALUE);
        random.replay.resume(projection);
        random.replay.apply(projection, random.replay.batches(() -> 5));
      }
    }
    untilFailure.set(Integer.MAX_VALUE);
    System.err.println("Statements that were made to fail: " + failures);

    assertThat(failures.get()).isGreaterThan(80);
    random.assertHeldBy(store);
  }

  /** Every other one is executed, but nobody learns of it. */
  private static CqlSession failing(AtomicInteger untilFailure, AtomicInteger failures) {
    return InterceptedSession.over(
        store.session(),
        request -> {
          if (untilFailure.getAndDecrement() != 0) {
            return request.send();
          }
          IllegalStateException broken = new IllegalStateException("broken by the test");
          if (failures.incrementAndGet() % 2 == 0) {
            return CompletableFuture.failedFuture(broken);
          }
          CompletableFuture<AsyncResultSet> lost = new CompletableFuture<>();
          var unused = request.send().whenComplete((rows, e) -> lost.completeExceptionally(broken));
          return lost;
        });
  }

  /** It read the rows, found nothing lost, and stalls; the writes arrive when others went on. */
  @Test
  void theDelayedWritesOfAFormerOwnerAreOverruled() throws Exception {
    RandomLog random = new RandomLog(1_500);
    CountDownLatch stalled = new CountDownLatch(1);
    CountDownLatch woken = new CountDownLatch(1);
    CqlSession stalling =
        InterceptedSession.over(
            store.session(),
            request -> {
              if (request.cql().contains("INSERT INTO " + store.keyspace() + ".board_standings")) {
                stalled.countDown();
                return CompletableFuture.supplyAsync(() -> waitFor(woken))
                    .thenCompose(awake -> request.send());
              }
              return request.send();
            });
    LogReplay former = new LogReplay(random.log, RandomLog.WINDOW);
    random.replay.resume(store.projection(random::games));
    CassandraProjection formerOwner = store.projection(stalling, random::games);
    former.resume(formerOwner);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<?> apply = thread.submit(() -> formerOwner.apply(former.batches(() -> 30)));
      assertThat(stalled.await(30, TimeUnit.SECONDS)).isTrue();
      random.replay.resumeAndApplyAll(store.projection(random::games), () -> 100);
      random.assertHeldBy(store);
      woken.countDown();

      assertThat(apply)
          .failsWithin(Duration.ofSeconds(30))
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(PositionMovedException.class);
      random.assertHeldBy(store);
    } finally {
      woken.countDown();
      thread.shutdownNow();
    }
  }

  /** A position is written when everything that it stands for was acknowledged, never before. */
  @Test
  void aPositionIsNeverAheadOfAWriteItStandsFor() {
    RandomLog random = new RandomLog(600);
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger positions = new AtomicInteger();
    List<String> tooEarly = new CopyOnWriteArrayList<>();
    CqlSession watched =
        InterceptedSession.over(
            store.session(),
            request -> {
              if (request.cql().contains(".projection_positions")) {
                if (request.cql().startsWith("INSERT") && underWay.get() > 0) {
                  tooEarly.add("sent while writes were under way: " + request.cql());
                }
                positions.addAndGet(request.cql().startsWith("INSERT") ? 1 : 0);
                return request.send();
              }
              if (request.cql().startsWith("DELETE")) {
                // Of closings that nobody needs: no position stands for it.
                return request.send();
              }
              if (request.cql().startsWith("INSERT") && positions.get() > 0) {
                tooEarly.add("a position was sent before: " + request.cql());
              }
              underWay.incrementAndGet();
              return request.send().whenComplete((rows, e) -> underWay.decrementAndGet());
            });
    CassandraProjection projection = store.projection(watched, random::games);
    random.replay.resume(projection);
    while (random.replay.hasMore()) {
      positions.set(0);
      random.replay.apply(projection, random.replay.batches(() -> 50));
      assertThat(positions).hasPositiveValue();
    }

    assertThat(tooEarly).isEmpty();
    assertThat(store.positions(ProjectionNames.EVENTS)).hasSize(4);
  }

  private static Set<List<Object>> monthsOf(List<Row> events) {
    Set<List<Object>> months = new HashSet<>();
    for (Row row : events) {
      months.add(List.of(row.getString("game_id"), row.getString("user_id"), row.getInt("month")));
    }
    return months;
  }

  private static boolean waitFor(CountDownLatch latch) {
    try {
      return latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
