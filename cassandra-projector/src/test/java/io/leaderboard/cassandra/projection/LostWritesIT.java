package io.leaderboard.cassandra.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import io.leaderboard.cassandra.position.ProjectionNames;
import io.leaderboard.cassandra.store.Interruptions;
import io.leaderboard.cassandra.store.Store;
import io.leaderboard.projection.PartitionBatch;
import io.leaderboard.projection.PositionMovedException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Writes that Cassandra acknowledged and lost, as a node does whose machine goes down before its
 * commit log is on disk. Killing the process does not do: the commit log is mapped into memory, and
 * the operating system writes it all the same. So the session acknowledges without sending.
 */
class LostWritesIT {
  @Test
  void aLossIsFoundByThePositionThatTheBatchBeforeHadWritten() {
    try (TestStore store = new TestStore(Duration.ZERO)) {
      RandomLog random = new RandomLog(2_500);
      Random losses = random.seed.random();
      // From which write on a batch is lost; a node keeps what came before.
      AtomicInteger kept = new AtomicInteger(Integer.MAX_VALUE);
      CassandraProjection projection =
          store.projection(losing(store, cql -> kept.getAndDecrement() <= 0), random::games);
      int lost = 0;
      int found = 0;
      random.replay.resume(projection);
      while (random.replay.hasMore()) {
        boolean loses = losses.nextInt(3) == 0;
        kept.set(loses ? losses.nextInt(60) : Integer.MAX_VALUE);
        random.replay.apply(projection, random.replay.batches(() -> 5));
        boolean wasLost = kept.get() < 0;
        lost += wasLost ? 1 : 0;
        kept.set(Integer.MAX_VALUE);
        try {
          random.replay.apply(projection, random.replay.batches(() -> 5));
        } catch (PositionMovedException e) {
          assertThat(wasLost).as(e.getMessage()).isTrue();
          found++;
          random.replay.resume(projection);
        }
        if (!random.replay.hasMore()) {
          random.replay.resume(projection);
        }
      }
      System.err.println("Batches that were lost: " + lost + ", found by the next: " + found);

      assertThat(found).isGreaterThan(10);
      random.assertHeldBy(store);
    }
  }

  /** Several nodes: the one that went down had the rows, the positions lie elsewhere. */
  @Test
  void anInterruptionSendsEveryPartitionBackToWhatIsCertainlyKept() {
    try (TestStore store = new TestStore(Duration.ofHours(1))) {
      RandomLog random = new RandomLog(400);
      Interruptions interruptions = new Interruptions();
      boolean[] down = {false};
      CqlSession losing = losing(store, cql -> down[0] && !cql.contains(".projection_positions"));
      Store tables = Store.over(losing, store.keyspace(), TestStore.CONCURRENCY, store.timers());
      CassandraProjection projection = store.projection(() -> tables, random::games, interruptions);
      random.replay.resume(projection);
      random.replay.apply(projection, random.replay.batches(() -> 30));
      down[0] = true;
      random.replay.apply(projection, random.replay.batches(() -> 30));
      down[0] = false;
      interruptions.somethingIsMissing();

      List<PartitionBatch> next = random.replay.batches(() -> 30);
      assertThatThrownBy(() -> projection.apply(next))
          .isInstanceOf(PositionMovedException.class)
          .hasMessageContaining("interrupted");
      assertThat(random.replay.resume(projection).values()).containsOnly(0L);
      random.replay.resumeAndApplyAll(projection, () -> 30);
      random.assertHeldBy(store);
    }
  }

  @Test
  void whatHasBecomeCertainIsConfirmedThoughNothingMoreComes() {
    try (TestStore store = new TestStore(Duration.ofSeconds(30))) {
      RandomLog random = new RandomLog(300);
      long[] now = {0};
      Store tables = store.tables(store.session());
      CassandraProjection projection =
          store.projection(() -> tables, random::games, new Interruptions(), () -> now[0]);
      random.replay.resumeAndApplyAll(projection, () -> 30);
      String name = ProjectionNames.BOARDS;

      projection.confirmWhileQuiet();
      assertThat(store.positions(name).values())
          .isNotEmpty()
          .allSatisfy(position -> assertThat(position.confirmed()).isEqualTo(-1));
      // At first what was acknowledged a while ago, then the rest.
      for (int i = 0; i < 2; i++) {
        now[0] += Duration.ofSeconds(31).toNanos();
        projection.confirmWhileQuiet();
      }
      assertThat(store.positions(name).values())
          .allSatisfy(position -> assertThat(position.confirmed()).isEqualTo(position.applied()));
    }
  }

  /** The partition is quiet: the position of the boards is older than what the fill wrote. */
  @Test
  void aLossOfWhatAFillWroteIsFoundByItsMark() {
    try (TestStore store = new TestStore(Duration.ofMinutes(1))) {
      RandomLog random = new RandomLog(1_500);
      ChangingGames games = new ChangingGames(random);
      boolean[] down = {false};
      int[] lost = {0};
      CqlSession losing =
          losing(
              store,
              cql -> {
                lost[0] += down[0] && cql.contains("board_standings") ? 1 : 0;
                return down[0];
              });
      Store tables = store.tables(losing);
      Interruptions interruptions = new Interruptions();
      CassandraProjection projection = store.projection(() -> tables, games::games, interruptions);
      TestFills fills =
          new TestFills(
              store,
              () -> tables,
              projection,
              games::games,
              // All of it at once: a second batch would find the loss of the first by itself.
              new TrimmedLog(random.log, 1_000),
              interruptions,
              Runnable::run);
      random.replay.resume(projection);
      random.replay.apply(projection, random.replay.batches(() -> 200));
      // Something of each partition is filled and kept, and what another fill writes is not.
      games.change("one");
      fills.fills.look();
      while (lost[0] == 0) {
        // Rules under which nothing counts are filled without writing anything.
        games.change("two");
        down[0] = true;
        fills.fills.look();
        down[0] = false;
      }
      assertThat(projection.owned()).anyMatch(each -> each.rules().isOnItsWay("two"));

      List<PartitionBatch> next = random.replay.batches(() -> 30);
      assertThatThrownBy(() -> projection.apply(next))
          .isInstanceOf(PositionMovedException.class)
          .hasMessageContaining("the last mark of its fill");
      assertThat(interruptions.count()).isPositive();
      random.replay.resumeAndApplyAll(projection, () -> 30);
    }
  }

  private static CqlSession losing(TestStore store, Predicate<String> isLost) {
    return InterceptedSession.over(
        store.session(),
        request ->
            request.cql().startsWith("INSERT") && isLost.test(request.cql())
                ? CompletableFuture.completedFuture(null)
                : request.send());
  }
}
