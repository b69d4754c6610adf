package io.leaderboard.projection;

import static io.leaderboard.projection.ContractGames.GAME;
import static io.leaderboard.projection.ContractGames.WINDOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.decimal.ScaledLong;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.standing.Standing;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link Projection} must do: hold what a plain fold of the log gives, whatever is
 * delivered again, in whatever pieces, to however many owners, and wherever a call breaks off.
 *
 * <p>The log is one in memory, read through the product's {@link PartitionReader}; the store is a
 * real one. Each test begins with an empty store.
 */
@Timeout(120)
public interface ProjectionContract {
  /** Where the store's server answers. */
  InetSocketAddress server();

  /**
   * A projection as a process of its own would open it, over this test's store, with {@link
   * ContractGames#PARTITIONS} partitions. Its time-outs are short. The test's class closes what it
   * opened.
   *
   * @param games what is defined; does not change
   * @param at where to connect: {@link #server()}, or something that passes on to it and fails
   */
  Projection open(Games games, InetSocketAddress at);

  /** The boards that the store holds. */
  default List<BoardDefinition> boards() {
    return ContractGames.BOARDS;
  }

  /** What is defined. */
  default Games games() {
    return ContractGames.games(boards());
  }

  /**
   * What the store holds now of a board of {@link ContractGames#GAME}, by {@link ContractLog#user}.
   */
  Map<String, Standing> stored(BoardDefinition board);

  /**
   * Whether {@link #stored} knows when a standing was reached; otherwise only values are compared.
   */
  default boolean keepsReachedAt(BoardDefinition board) {
    return true;
  }

  /**
   * Within how many bytes of requests a connection breaks: about what some polls of a few hundred
   * records take, so that some are broken off and some are not.
   */
  default int breaksWithinBytes() {
    return 60_000;
  }

  /** An empty store has applied nothing. */
  @Test
  default void anEmptyStoreIsReadFromTheStart() {
    Projection projection = open(games(), server());

    assertThat(projection.resume(ContractLog.ALL).values())
        .hasSize(ContractGames.PARTITIONS)
        .containsOnly(ResumePoint.START);
  }

  /** Every aggregation and order, metrics and decimals, in batches of any size. */
  @Test
  default void holdsWhatAPlainFoldOfTheLogGives() {
    Random random = ContractEvents.seeded("fold");
    ContractLog log = ContractEvents.log(random, 6_000);

    ContractReader reader = new ContractReader(log, open(games(), server()));
    reader.resume();
    reader.readToEnd(random);

    assertHolds(log);
    assertThat(reader.positions()).isEqualTo(log.ends());
  }

  /** What was applied is known to the next process, and nothing is applied twice. */
  @Test
  default void aNewProcessGoesOnWhereTheFormerOneEnded() {
    Random random = ContractEvents.seeded("restart");
    ContractLog log = ContractEvents.log(random, 3_000);

    for (int restart = 0; restart < 8; restart++) {
      ContractReader reader = new ContractReader(log, open(games(), server()));
      reader.resume();
      reader.readSome(random, 1 + random.nextInt(3));
      ContractReader next = new ContractReader(log, open(games(), server()));
      next.resume();
      assertThat(next.positions()).isEqualTo(reader.positions());
    }
    ContractReader last = new ContractReader(log, open(games(), server()));
    last.resume();
    last.readToEnd(random);

    assertHolds(log);
  }

  /** A batch that comes again is refused or skipped, and changes nothing. */
  @Test
  default void deliveringABatchAgainChangesNothing() {
    Random random = ContractEvents.seeded("again");
    ContractLog log = ContractEvents.log(random, 2_000);
    Projection projection = open(games(), server());
    ContractReader reader = new ContractReader(log, projection);
    reader.resume();
    while (reader.hasMore()) {
      List<PartitionBatch> applied = reader.readSome(random, 1);
      applyRegardless(projection, applied);
      reader.resume();
    }

    assertHolds(log);
  }

  /** Of two events of the same moment, the one that stands later in the log is the last. */
  @Test
  default void theLaterInTheLogWinsATieOfTime() {
    ContractLog log = new ContractLog();
    long at = ContractEvents.NOON;
    log.append(ContractEvents.event("a", "user", 50, at));
    log.append(ContractEvents.event("b", "user", 10, at));
    log.append(ContractEvents.event("c", "user", 30, at));
    log.append(ContractEvents.event("d", "user", 99, at - 1));

    for (int records : List.of(1, 2, 4)) {
      ContractReader reader = new ContractReader(log, open(games(), server()));
      reader.resume();
      reader.readToEnd(records);
    }

    assertHolds(log);
    assertThat(stored(ContractGames.board("last")).get(ContractLog.user("all-time", "user")))
        .extracting(Standing::value)
        .isEqualTo(30L);
  }

  /**
   * An event behind a closing is late for what was closed, also to a process that begins behind it.
   */
  @Test
  default void anEventBehindAClosingIsLateWhoeverReadsIt() {
    ContractLog log = new ContractLog();
    int partition = ContractLog.partition(GAME, "user");
    long yesterday = ContractEvents.NOON - 86_400_000;
    log.append(ContractEvents.event("a", "user", 10, yesterday));
    new ContractReader(log, open(games(), server())).resumeAndReadToEnd();
    log.appendClosing(partition, ContractEvents.NOON - 43_200_000);
    new ContractReader(log, open(games(), server())).resumeAndReadToEnd();
    // Closing less again opens nothing.
    log.appendClosing(partition, 0);
    log.append(ContractEvents.event("b", "user", 20, yesterday));
    log.append(ContractEvents.event("c", "user", 5, ContractEvents.NOON));
    for (int i = 0; i < WINDOW + 1; i++) {
      log.appendPoison(partition);
    }
    new ContractReader(log, open(games(), server())).resumeAndReadToEnd();
    log.append(ContractEvents.event("d", "user", 30, yesterday));
    new ContractReader(log, open(games(), server())).resumeAndReadToEnd();

    assertHolds(log);
  }

  /** A poll without a single event still moves the positions, so that it is not read again. */
  @Test
  default void recordsThatAreNoEventsMoveThePosition() {
    ContractLog log = new ContractLog();
    for (int partition : ContractLog.ALL) {
      log.appendPoison(partition);
      log.appendClosing(partition, 0);
      log.appendPoison(partition);
    }
    ContractReader reader = new ContractReader(log, open(games(), server()));
    reader.resume();
    reader.readToEnd(2);

    ContractReader next = new ContractReader(log, open(games(), server()));
    next.resume();
    assertThat(next.positions()).isEqualTo(log.ends());
    assertThat(reader.poison()).isEqualTo(2 * ContractLog.ALL.size());
  }

  /** The event of a game that nobody defined, or that its game ignores, stops nothing. */
  @Test
  default void anEventThatCountsOnNoBoardMovesThePosition() {
    ContractLog log = new ContractLog();
    log.append(ContractEvents.event("a", "user", 1, ContractEvents.NOON));
    log.append(ContractEvents.eventOf("nobody-defined-it", "b", "user", 2, ContractEvents.NOON));
    log.append(ContractEvents.eventOfScale("c", "user", 123_456_789_012_345L, 0));
    log.append(ContractEvents.event("a", "user", 1, ContractEvents.NOON));
    ContractReader reader = new ContractReader(log, open(games(), server()));
    reader.resume();
    reader.readToEnd(3);

    assertHolds(log);
    reader.resume();
    assertThat(reader.positions()).isEqualTo(log.ends());
  }

  /** Whether an event fits into a sum is decided event by event, in the log's order. */
  @Test
  default void anEventThatTakesASumOutOfRangeDoesNotCount() {
    ContractLog log = new ContractLog();
    long at = ContractEvents.NOON;
    long most = ScaledLong.MAX;
    long[] scores = {most, 1, -1, 1, 1, most, -most, -most, -most, -1, -1, most, most, most, 7};
    for (int i = 0; i < scores.length; i++) {
      log.append(ContractEvents.event("e" + i, "user", scores[i], at + i));
      log.append(ContractEvents.event("o" + i, "other", i, at + i));
    }
    ContractReader reader = new ContractReader(log, open(games(), server()));
    for (int records : List.of(3, 5, 100)) {
      reader.resume();
      reader.readSome(records);
    }
    reader.readToEnd(100);

    assertHolds(log);
  }

  /** Seeking back primes the filter: an event id is known whoever read it first. */
  @Test
  default void aDuplicateIsSeenByAProcessThatDidNotReadTheOriginal() {
    ContractLog log = new ContractLog();
    for (int i = 0; i < WINDOW; i++) {
      log.append(ContractEvents.event("e" + i, "user", 1, ContractEvents.NOON));
    }
    int partition = ContractLog.partition(GAME, "user");
    new ContractReader(log, open(games(), server())).resumeAndReadToEnd();
    for (int i = 0; i < WINDOW; i++) {
      log.append(ContractEvents.event("e" + i, "user", 1, ContractEvents.NOON));
      if (i % 10 == 0) {
        new ContractReader(log, open(games(), server())).resumeAndReadToEnd();
      }
    }
    // Outside the window: the same event counts again.
    for (int i = 0; i < WINDOW + 1; i++) {
      log.appendPoison(partition);
    }
    log.append(ContractEvents.event("e0", "user", 1, ContractEvents.NOON));
    new ContractReader(log, open(games(), server())).resumeAndReadToEnd();

    assertHolds(log);
    assertThat(stored(ContractGames.board("count")).get(ContractLog.user("all-time", "user")))
        .extracting(Standing::value)
        .isEqualTo(WINDOW + 1L);
  }

  /** A former owner that wakes up with a call from long ago changes nothing. */
  @Test
  default void aFormerOwnersDelayedCallChangesNothing() {
    Random random = ContractEvents.seeded("fencing");
    ContractLog log = ContractEvents.log(random, 2_000);
    Projection former = open(games(), server());
    ContractReader stalled = new ContractReader(log, former);
    stalled.resume();
    stalled.readSome(random, 2);
    List<PartitionBatch> delayed = stalled.prepare(200);

    ContractReader owner = new ContractReader(log, open(games(), server()));
    owner.resumeAndReadToEnd();
    assertHolds(log);
    applyRegardless(former, delayed);
    assertHolds(log);

    owner.resume();
    assertThat(owner.positions()).isEqualTo(log.ends());
  }

  /** Two processes that both believe to be the owner still give what one gives. */
  @Test
  default void twoOwnersAtOnceGiveWhatOneGives() {
    Random random = ContractEvents.seeded("two owners");
    ContractLog log = ContractEvents.log(random, 3_000);
    List<ContractReader> owners =
        IntStream.range(0, 2)
            .mapToObj(i -> new ContractReader(log, open(games(), server())))
            .toList();
    owners.forEach(ContractReader::resume);
    while (owners.stream().allMatch(ContractReader::hasMore)) {
      ContractReader owner = owners.get(random.nextInt(owners.size()));
      try {
        owner.readSome(random, 1 + random.nextInt(2));
      } catch (PositionMovedException e) {
        owner.resume();
      }
    }
    owners.get(0).resumeAndReadToEnd();

    assertHolds(log);
  }

  /**
   * Wherever the connection breaks, in a request or before its answer, nothing is lost or twice.
   */
  @Test
  default void aCallThatBreaksOffAnywhereIsMadeGoodByTheNext() throws Exception {
    Random random = ContractEvents.seeded("breaks");
    ContractLog log = ContractEvents.log(random, 3_000);
    try (BreakingProxy proxy = new BreakingProxy(server())) {
      ContractReader reader = new ContractReader(log, open(games(), proxy.address()));
      int broken = 0;
      int within = breaksWithinBytes();
      reader.resume();
      while (reader.hasMore()) {
        proxy.breakAfter(random.nextInt(within), random.nextBoolean());
        try {
          boolean applied = !reader.readSome(random, 1).isEmpty();
          // Fewer bytes until one breaks, and more until one passes: some do both whatever the
          // seed. What only primed the filter has passed nothing.
          within = applied ? Math.max(1, within / 8) : within;
        } catch (RuntimeException e) {
          broken++;
          within *= 8;
        }
        proxy.heal();
        reader.resumeWhenBack();
      }
      assertThat(broken).as("how often the connection broke").isPositive();
    }
    assertHolds(log);
  }

  private void applyRegardless(Projection projection, List<PartitionBatch> batches) {
    try {
      projection.apply(batches);
    } catch (PositionMovedException e) {
      assertThat(e).as("the store says what it has").hasMessageMatching("(?s).*\\d.*");
    }
  }

  private void assertHolds(ContractLog log) {
    Map<String, Map<String, Standing>> fold = log.fold(boards());
    for (BoardDefinition board : boards()) {
      Map<String, Standing> expected = fold.getOrDefault(board.id(), Map.of());
      Map<String, Standing> held = stored(board);
      if (!keepsReachedAt(board)) {
        held = ContractLog.valuesOnly(held);
        expected = ContractLog.valuesOnly(expected);
      }
      assertThat(Collections.unmodifiableMap(held)).as(board.id()).isEqualTo(expected);
    }
  }
}
