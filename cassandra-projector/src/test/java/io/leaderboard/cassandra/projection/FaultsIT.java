package io.leaderboard.cassandra.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.WriteType;
import io.leaderboard.cassandra.statement.RequestFailedException;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.reference.LogRecord;
import io.leaderboard.events.standing.Standing;
import io.leaderboard.projection.ContractEvents;
import io.leaderboard.projection.ContractGames;
import io.leaderboard.projection.ContractLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract's log on every board, while Cassandra refuses, is slow or overloaded. */
class FaultsIT {
  private static final int TAKEN_AT_ONCE = 40;

  private static TestStore store;

  private final List<BoardDefinition> boards = ContractGames.BOARDS;
  private final Games games = ContractGames.games(boards);

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

  /** Each batch fails at another of its statements, in one of the ways a driver reports. */
  @Tag("long")
  @Test
  void whicheverStatementFailsInWhateverWayTheFoldIsExact() {
    Random random = ContractEvents.seeded("faults");
    ContractLog log = ContractEvents.log(random, 1_200);
    LogReplay replay = replay(log);
    AtomicInteger untilFailure = new AtomicInteger();
    AtomicInteger failures = new AtomicInteger();
    CqlSession failing =
        InterceptedSession.over(
            store.session(),
            request -> {
              if (untilFailure.getAndDecrement() != 0) {
                return request.send();
              }
              RuntimeException failure = failure(failures.incrementAndGet());
              if (random.nextBoolean()) {
                return CompletableFuture.failedFuture(failure);
              }
              CompletableFuture<AsyncResultSet> lost = new CompletableFuture<>();
              var unused =
                  request.send().whenComplete((rows, e) -> lost.completeExceptionally(failure));
              return lost;
            });
    CassandraProjection projection = store.projection(failing, () -> games);
    untilFailure.set(-1);
    replay.resume(projection);
    while (replay.hasMore()) {
      int size = 1 + random.nextInt(12);
      untilFailure.set(random.nextInt(random.nextBoolean() ? 40 : 600));
      try {
        replay.apply(projection, replay.batches(() -> size));
      } catch (RequestFailedException e) {
        untilFailure.set(-1);
        // Now and then another process goes on.
        if (random.nextInt(4) == 0) {
          projection = store.projection(failing, () -> games);
        }
        replay.resume(projection);
      }
    }
    System.err.println("Statements that were made to fail: " + failures);

    assertThat(failures.get()).isGreaterThan(40);
    assertHolds(log);
  }

  /** A batch is far more than it takes at once: without less at a time none would ever pass. */
  @Test
  void aCassandraThatRefusesWhatIsTooMuchIsSentLess() {
    Random random = ContractEvents.seeded("overload");
    ContractLog log = ContractEvents.log(random, 1_200);
    LogReplay replay = replay(log);
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    CqlSession overloaded =
        InterceptedSession.over(
            store.session(),
            request -> {
              if (underWay.incrementAndGet() > TAKEN_AT_ONCE) {
                underWay.decrementAndGet();
                refused.incrementAndGet();
                return CompletableFuture.failedFuture(new OverloadedException(node()));
              }
              return request.send().whenComplete((rows, e) -> underWay.decrementAndGet());
            });
    CassandraProjection projection = store.projection(overloaded, () -> games);
    int failures = 0;
    replay.resume(projection);
    while (replay.hasMore()) {
      try {
        replay.apply(projection, replay.batches(() -> 60));
      } catch (RequestFailedException e) {
        failures++;
        assertThat(failures).as("does not get on").isLessThan(100);
        replay.resume(projection);
      }
    }
    System.err.println("Refused: %s requests in %d batches".formatted(refused, failures));

    assertThat(failures).isPositive();
    assertHolds(log);
  }

  private static Node node() {
    return store.session().getMetadata().getNodes().values().iterator().next();
  }

  private static RuntimeException failure(int number) {
    Node node = node();
    return switch (number % 4) {
      case 0 -> new OverloadedException(node);
      case 1 ->
          new WriteTimeoutException(
              node, DefaultConsistencyLevel.LOCAL_QUORUM, 1, 2, WriteType.SIMPLE);
      case 2 -> new UnavailableException(node, DefaultConsistencyLevel.LOCAL_QUORUM, 2, 1);
      default -> new DriverTimeoutException("made by the test");
    };
  }

  private static LogReplay replay(ContractLog log) {
    List<LogRecord> records = new ArrayList<>();
    for (int partition : ContractLog.ALL) {
      log.records(partition, 0, Integer.MAX_VALUE / 2)
          .forEach(record -> records.add(LogRecord.of(partition, record.offset(), record.value())));
    }
    return new LogReplay(records, ContractGames.WINDOW);
  }

  private void assertHolds(ContractLog log) {
    Map<String, Map<String, Standing>> fold = log.fold(boards);
    for (BoardDefinition board : boards) {
      assertThat(store.standingsByPeriod(ContractGames.GAME, board.id(), 1))
          .as(board.id())
          .isEqualTo(fold.getOrDefault(board.id(), Map.of()));
    }
  }
}
