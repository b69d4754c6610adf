package io.leaderboard.cassandra.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import io.leaderboard.cassandra.position.ProjectionNames;
import io.leaderboard.cassandra.statement.RequestFailedException;
import io.leaderboard.cassandra.store.Interruptions;
import io.leaderboard.cassandra.store.Store;
import io.leaderboard.projection.PositionMovedException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Rules of several games change while events flow, the log loses its beginning, processes end in
 * the middle of fills without a word, and Cassandra takes back the last moments of what it
 * acknowledged: in the end every board is what the plain fold of all events ever sent gives.
 */
class RandomRuleChangesIT {
  private static final List<String> GAMES = List.of("one", "two", "three");

  /** Below it Cassandra may lose what it acknowledged. */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  private volatile boolean losing;

  @Test
  void whateverHappensWhileRulesAreFilledTheBoardsAreThoseOfThePlainFold() {
    run(false);
  }

  @Test
  @Tag("long")
  void theSameOnALogThatLosesItsBeginning() {
    run(true);
  }

  private void run(boolean trims) {
    try (TestStore store = new TestStore(MARGIN)) {
      RandomLog random = new RandomLog(1_500);
      Random dice = random.seed.random();
      ChangingGames games = new ChangingGames(random);
      TrimmedLog log = new TrimmedLog(random.log, 50);
      CqlSession session = losing(store);
      Store tables = store.tables(session);
      int processes = 0;
      int losses = 0;
      while (random.replay.hasMore() && processes < 30) {
        processes++;
        Interruptions interruptions = new Interruptions();
        CassandraProjection projection =
            store.projection(() -> tables, games::games, interruptions);
        try (Fills fills = new Fills(store, tables, projection, games, log, interruptions)) {
          resume(random, projection);
          int batches = 5 + dice.nextInt(60);
          for (int i = 0; i < batches && random.replay.hasMore(); i++) {
            if (dice.nextInt(20) == 0) {
              games.change(GAMES.get(dice.nextInt(GAMES.size())));
            }
            if (dice.nextInt(25) == 0) {
              losses++;
              losing = true;
            }
            int size = 1 + dice.nextInt(6);
            apply(random, projection, size);
            if (losing) {
              // A node that goes in the middle of a round breaks what is under way, and is told of.
              interruptions.somethingIsMissing();
              losing = false;
            }
            if (trims && dice.nextInt(10) == 0) {
              trim(store, log);
            }
          }
          assertThat(fills.fills.status.refused()).isEmpty();
          // Its owner is not told: the fills of a process that died just stop.
        }
      }
      System.err.println(
          "Processes %d, losses %d, changes to %s"
              .formatted(processes, losses, GAMES.stream().map(games::rules).toList()));
      Interruptions interruptions = new Interruptions();
      CassandraProjection last = store.projection(() -> tables, games::games, interruptions);
      try (Fills fills = new Fills(store, tables, last, games, log, interruptions)) {
        resume(random, last);
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> {
                  while (random.replay.hasMore()) {
                    apply(random, last, 100);
                  }
                  return fills.fills.isComplete();
                });
      }

      assertThat(games.rules("one") + games.rules("two") + games.rules("three")).isGreaterThan(5);
      games.assertHeldBy(store);
    }
  }

  private static void resume(RandomLog random, CassandraProjection projection) {
    while (true) {
      try {
        random.replay.resume(projection);
        return;
      } catch (RequestFailedException e) {
        System.err.println("again: " + e.getMessage());
      }
    }
  }

  private static void apply(RandomLog random, CassandraProjection projection, int size) {
    try {
      random.replay.apply(projection, random.replay.batches(() -> size));
    } catch (PositionMovedException | RequestFailedException e) {
      resume(random, projection);
    }
  }

  /** Never behind what the owner may go back to. */
  private static void trim(TestStore store, TrimmedLog log) {
    store
        .positions(ProjectionNames.BOARDS)
        .forEach(
            (partition, position) ->
                log.trim(partition, Math.max(0, position.confirmed() - RandomLog.WINDOW)));
  }

  /** Writes are acknowledged and lost, from a moment on until the next one. */
  private CqlSession losing(TestStore store) {
    return InterceptedSession.over(
        store.session(),
        request ->
            losing && !request.cql().startsWith("SELECT")
                ? CompletableFuture.completedFuture(null)
                : request.send());
  }

  /** The fills of one process, with threads of their own. */
  private static final class Fills implements AutoCloseable {
    private final ExecutorService passes = Executors.newFixedThreadPool(2);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final TestFills fills;

    private Fills(
        TestStore store,
        Store tables,
        CassandraProjection projection,
        ChangingGames games,
        TrimmedLog log,
        Interruptions interruptions) {
      fills =
          new TestFills(store, () -> tables, projection, games::games, log, interruptions, passes);
      var unused = timer.scheduleWithFixedDelay(this::look, 0, 5, TimeUnit.MILLISECONDS);
    }

    private void look() {
      try {
        fills.fills.look();
      } catch (RuntimeException e) {
        // As the service has it: tried again.
        return;
      }
    }

    @Override
    public void close() {
      timer.shutdown();
      fills.fills.cancel();
      passes.shutdown();
      await().atMost(Duration.ofSeconds(30)).until(passes::isTerminated);
    }
  }
}
