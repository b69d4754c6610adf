package io.leaderboard.cassandra.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import io.leaderboard.cassandra.position.ProjectionNames;
import io.leaderboard.cassandra.position.ProjectionOffsets;
import io.leaderboard.cassandra.statement.RequestFailedException;
import io.leaderboard.cassandra.store.Interruptions;
import io.leaderboard.cassandra.store.Store;
import io.leaderboard.events.reference.RandomGames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules that change: what becomes of the game, and that no other one notices. */
class RuleChangeIT {
  private static final List<String> GAMES = List.of("one", "two", "three");

  private static TestStore store;
  private static Store tables;

  @BeforeAll
  static void createTables() {
    store = new TestStore(Duration.ZERO);
    tables = store.tables(store.session());
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
  void theNewRulesAreFilledBesideTheOldOnesAndFollowTheLog() {
    RandomLog random = new RandomLog(1_500);
    ChangingGames games = new ChangingGames(random);
    CassandraProjection projection = store.projection(games::games);
    TestFills fills =
        TestFills.of(store, tables, projection, games, new TrimmedLog(random.log, 100));
    random.applyHalf(projection);

    games.change("one");
    // The same owner goes straight on.
    random.replay.apply(projection, random.replay.batches(() -> 10));
    fills.complete();
    while (random.replay.hasMore()) {
      random.replay.apply(projection, random.replay.batches(() -> 100));
    }

    games.assertHeldBy(store);
  }

  /** The former owner knows that they joined, the next one knows nothing of it. */
  @Test
  void whoeverResumesFoldsWhatIsCompleteAndFillsWhatIsNot() {
    RandomLog random = new RandomLog(1_500);
    ChangingGames games = new ChangingGames(random);
    CassandraProjection former = store.projection(games::games);
    random.applyHalf(former);
    games.change("one");
    TestFills.of(store, tables, former, games, new TrimmedLog(random.log, 100)).complete();
    games.change("two");
    // One look: read and joined, and not said to be complete.
    TestFills.of(store, tables, former, games, new TrimmedLog(random.log, 100)).fills.look();
    assertThat(former.owned()).allMatch(each -> each.rules().isOnItsWay("two"));
    random.replay.apply(former, random.replay.batches(() -> 10));

    CassandraProjection next = store.projection(games::games);
    random.replay.resume(next);
    assertThat(next.owned())
        .allMatch(each -> each.rules().live("one") == games.rules("one"))
        .allMatch(each -> each.rules().folded("two").equals(List.of(1)));
    random.replay.apply(next, random.replay.batches(() -> 60));
    TestFills.of(store, tables, next, games, new TrimmedLog(random.log, 100)).complete();
    random.replay.resumeAndApplyAll(next, () -> 100);

    games.assertHeldBy(store);
  }

  /** Nothing of the log's beginning is left; what was played then stands in the history. */
  @Test
  void rulesChangedOnATrimmedLogAreFoldedFromTheHistory() {
    RandomLog random = new RandomLog(2_000);
    Random trims = random.seed.random();
    ChangingGames games = new ChangingGames(random);
    CassandraProjection projection = store.projection(games::games);
    random.applyHalf(projection);
    TrimmedLog log = new TrimmedLog(random.log, 100);
    store
        .positions(ProjectionNames.BOARDS)
        .forEach(
            (partition, position) ->
                log.trim(
                    partition,
                    // The filter is primed from what is left.
                    1 + trims.nextLong(Math.max(1, position.applied() - RandomLog.WINDOW))));

    GAMES.forEach(games::change);
    TestFills fills = TestFills.of(store, tables, projection, games, log);
    fills.fills.look();
    while (random.replay.hasMore()) {
      random.replay.apply(projection, random.replay.batches(() -> 30));
      fills.fills.look();
    }
    fills.complete();

    games.assertHeldBy(store);
  }

  /** The log begins behind what even the history has. */
  @Test
  void whatCannotBeFilledIsRefusedForItsGameAlone() {
    RandomLog random = new RandomLog(800);
    ChangingGames games = new ChangingGames(random);
    CassandraProjection projection = store.projection(games::games);
    random.applyHalf(projection);
    games.change("two");
    TestFills fills =
        TestFills.of(store, tables, projection, games, new TrimmedLog(random.log, 100));
    fills.complete();
    TrimmedLog gone = new TrimmedLog(random.log, 100);
    Map<Integer, ProjectionOffsets> positions = store.positions(ProjectionNames.BOARDS);
    positions.forEach((partition, position) -> gone.trim(partition, position.applied() + 2));
    games.change("one");
    TestFills refusing = TestFills.of(store, tables, projection, games, gone);
    refusing.fills.look();
    refusing.fills.look();

    assertThat(refusing.status.refused()).containsOnlyKeys("one");
    assertThat(refusing.status.refused().get("one")).contains("the log begins at");
    while (random.replay.hasMore()) {
      random.replay.apply(projection, random.replay.batches(() -> 100));
    }
    random.assertHeldBy(store, random.definitions.get(0), 1, random.reference());
    random.assertHeldBy(
        store,
        games.latest("two"),
        games.rules("two"),
        random.reference().define(games.latest("two"), RandomLog.FIRST_SEEN));
  }

  @Test
  void allGamesThatWaitAreFilledInOneReadingAndNoOtherNotices() {
    RandomLog random = new RandomLog(1_500);
    ChangingGames games = new ChangingGames(random);
    Map<List<Object>, Integer> written = new ConcurrentHashMap<>();
    List<String> backwards = new CopyOnWriteArrayList<>();
    Map<Integer, Long> applied = new ConcurrentHashMap<>();
    Set<String> readOf = ConcurrentHashMap.newKeySet();
    CqlSession watched =
        InterceptedSession.over(
            store.session(),
            request -> {
              BoundStatement statement = (BoundStatement) request.statement();
              if (request
                  .cql()
                  .startsWith("INSERT INTO " + store.keyspace() + ".board_standings")) {
                written.merge(
                    List.of(
                        String.valueOf(statement.getString(0)),
                        String.valueOf(statement.getString(1)),
                        statement.getInt(2),
                        String.valueOf(statement.getString(3)),
                        String.valueOf(statement.getString(4)),
                        statement.getLong(9)),
                    1,
                    Integer::sum);
              } else if (request.cql().contains("FROM " + store.keyspace() + ".board_standings")) {
                readOf.add(String.valueOf(statement.getString(0)));
              } else if (request.cql().contains("applied_offset) VALUES (?, ?, ?) USING")) {
                Long before = applied.put(statement.getInt(1), statement.getLong(2));
                if (before != null && before > statement.getLong(2)) {
                  backwards.add(before + " -> " + statement.getLong(2));
                }
              }
              return request.send();
            });
    Store watchedTables = store.tables(watched);
    CassandraProjection projection =
        store.projection(() -> watchedTables, games::games, new Interruptions());
    random.applyHalf(projection);
    TrimmedLog log = new TrimmedLog(random.log, 100);
    TestFills fills =
        new TestFills(
            store,
            () -> watchedTables,
            projection,
            games::games,
            log,
            new Interruptions(),
            Runnable::run);
    games.change("one");
    games.change("two");
    readOf.clear();
    fills.complete();
    assertThat(log.opened).as("a reading a partition").hasValue(4);
    assertThat(readOf).doesNotContain("three");
    while (random.replay.hasMore()) {
      random.replay.apply(projection, random.replay.batches(() -> 30));
    }

    games.assertHeldBy(store);
    assertThat(backwards).isEmpty();
    assertThat(written.entrySet().stream().filter(each -> each.getValue() > 1)).isEmpty();
  }

  /** More than a bounded number of games once was rebuilt as a whole. */
  @Test
  void anyNumberOfGamesIsFilledAtOnceAndAGameChangedAgainMeanwhileEndsUnderItsLatestRules() {
    RandomLog random = new RandomLog(1_200);
    ChangingGames games = new ChangingGames(random);
    for (int i = 0; i < 20; i++) {
      games.define(new RandomGames(random.seed.derive(1_000 + i)).next("idle-" + i));
    }
    CassandraProjection projection = store.projection(games::games);
    random.applyHalf(projection);
    for (int i = 0; i < 20; i++) {
      games.change("idle-" + i);
    }
    games.change("one");
    boolean[] changed = {false};
    TrimmedLog log = new TrimmedLog(random.log, 20);
    TestFills fills =
        new TestFills(
            store,
            () -> tables,
            projection,
            games::games,
            partition -> {
              if (!changed[0]) {
                changed[0] = true;
                games.change("one");
              }
              return log.open(partition);
            },
            new Interruptions(),
            Runnable::run);
    fills.complete();
    while (random.replay.hasMore()) {
      random.replay.apply(projection, random.replay.batches(() -> 100));
    }

    assertThat(games.rules("one")).isEqualTo(3);
    games.assertHeldBy(store);
  }

  /** The former owner stalls on the way to saying so, and others go on. */
  @Test
  void thatRulesAreCompleteIsNotSaidByAFormerOwnerThatStalled() {
    RandomLog random = new RandomLog(1_200);
    ChangingGames games = new ChangingGames(random);
    List<Supplier<CompletionStage<AsyncResultSet>>> delayed = new CopyOnWriteArrayList<>();
    CqlSession stalling =
        InterceptedSession.over(
            store.session(),
            request -> {
              boolean isComplete =
                  request.cql().contains("rules, complete)")
                      && ((BoundStatement) request.statement()).getBoolean(3);
              if (isComplete) {
                delayed.add(request::send);
                return CompletableFuture.failedFuture(new IllegalStateException("stalls"));
              }
              return request.send();
            });
    Store stallingTables = store.tables(stalling);
    CassandraProjection former =
        store.projection(() -> stallingTables, games::games, new Interruptions());
    random.applyHalf(former);
    games.change("one");
    TestFills formerFills =
        new TestFills(
            store,
            () -> stallingTables,
            former,
            games::games,
            new TrimmedLog(random.log, 100),
            new Interruptions(),
            Runnable::run);
    for (int i = 0; i < 3; i++) {
      try {
        formerFills.fills.look();
      } catch (RequestFailedException e) {
        assertThat(e).hasMessageContaining("stalls");
      }
    }
    assertThat(delayed).isNotEmpty();

    CassandraProjection next = store.projection(games::games);
    random.replay.resume(next);
    random.replay.apply(next, random.replay.batches(() -> 60));
    delayed.forEach(send -> send.get().toCompletableFuture().join());
    // It has applied events without these rules: whoever resumes must not take them for complete.
    CassandraProjection last = store.projection(games::games);
    random.replay.resume(last);
    assertThat(last.owned()).allMatch(each -> each.rules().live("one") == 1);
    random.replay.resumeAndApplyAll(last, () -> 100);
    TestFills.of(store, tables, last, games, new TrimmedLog(random.log, 100)).complete();

    games.assertHeldBy(store);
  }
}
