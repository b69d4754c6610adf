package io.leaderboard.cassandra.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import io.leaderboard.cassandra.position.ProjectionNames;
import io.leaderboard.cassandra.position.ProjectionOffsets;
import io.leaderboard.cassandra.projection.InterceptedSession;
import io.leaderboard.cassandra.projection.TestStore;
import io.leaderboard.cassandra.statement.RequestFailedException;
import io.leaderboard.cassandra.store.Interruptions;
import io.leaderboard.cassandra.store.Store;
import io.leaderboard.events.finals.FinalEntry;
import io.leaderboard.events.reference.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Final standings, in whatever order their partitions are read and whatever fails. */
class ArchivesIT {
  private static TestStore store;

  private final Seed seed = Seed.fresh();
  private final Random random = seed.random();
  private final FinalLog log = new FinalLog();
  private final AtomicLong clock = new AtomicLong();
  private final ArchiveStatus status = new ArchiveStatus();

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
    System.err.println("Final standings of " + seed);
    store.clear();
  }

  /** One process, that owns some partitions. */
  private final class Owner {
    private final List<Integer> owned;
    private final Archives archives;
    private final Map<Integer, Long> next = new HashMap<>();
    private Runnable meanwhile = () -> {};

    Owner(CqlSession session, List<Integer> owned) {
      this.owned = owned;
      Store tables = store.tables(session);
      archives = new Archives(() -> tables, new Interruptions(), Duration.ZERO, status, clock::get);
    }

    Owner(int... owned) {
      this(store.session(), IntStream.of(owned).boxed().toList());
    }

    Owner resume() {
      archives.forgetWhatMayBeLost();
      next.putAll(archives.resume(owned, "topic-id"));
      return this;
    }

    boolean hasMore() {
      return owned.stream().anyMatch(p -> next.getOrDefault(p, 0L) < log.partitions.get(p).size());
    }

    /** Reads up to so many records of each partition. */
    void read(int most) {
      Map<Integer, List<ConsumerRecord<byte[], byte[]>>> polled = new HashMap<>();
      Map<Integer, Long> after = new HashMap<>(next);
      for (int partition : owned) {
        List<ConsumerRecord<byte[], byte[]>> records = log.partitions.get(partition);
        int from = next.getOrDefault(partition, 0L).intValue();
        int to = Math.min(records.size(), from + random.nextInt(most + 1));
        if (to > from) {
          polled.put(partition, records.subList(from, to));
          after.put(partition, (long) to);
        }
      }
      archives.apply(polled, after, meanwhile);
      next.putAll(after);
      later();
    }

    void readAll() {
      while (hasMore() || status.pending() > 0) {
        read(50);
      }
      // Confirms what the last one acknowledged.
      read(1);
    }
  }

  private static ProjectionOffsets position(int partition) {
    return store
        .positions(ProjectionNames.ARCHIVES)
        .getOrDefault(partition, ProjectionOffsets.NONE);
  }

  private void later() {
    clock.addAndGet(Duration.ofSeconds(31).toNanos());
  }

  @Test
  void aPeriodIsVisibleOnlyWhenItsManifestAndAllItsPagesAreIn() {
    FinalLog.Closed day = FinalLog.day(1, 1, 250, random);
    log.append(1, FinalLog.record(day.manifest()).value());
    log.append(0, FinalLog.record(day.pages().get(0)).value());
    log.append(0, FinalLog.record(day.pages().get(2)).value());
    Owner process = new Owner(0, 1, 2, 3).resume();
    for (int i = 0; i < 20; i++) {
      process.read(5);
    }

    assertThat(status.pending()).isEqualTo(1);
    assertThat(status.incomplete()).hasValueSatisfying(why -> assertThat(why).contains("page 1"));
    assertThat(FinalLog.periods(store)).isEmpty();
    assertThat(store.rows("final_manifests")).isEmpty();
    assertThat(store.rows("final_ranks")).isEmpty();
    assertThat(position(0).applied()).isEqualTo(1);
    assertThat(store.positions(ProjectionNames.ARCHIVES)).doesNotContainKey(1);

    log.append(0, FinalLog.record(day.pages().get(1)).value());
    log.latest.put(day.period(), day);
    // Another process: it finds the manifest again, because nobody went beyond it.
    Owner next = new Owner(0, 1, 2, 3).resume();
    next.readAll();
    log.assertArchivedIn(store, seed.toString());
    assertThat(position(1).confirmed()).isZero();
    assertThat(status.pending()).isZero();
  }

  @Test
  void periodsWithoutAnybodyAndOfWholePagesAreArchived() {
    log.append(FinalLog.day(1, 1, 0, random));
    log.append(FinalLog.day(2, 1, 100, random));
    log.append(FinalLog.day(3, 1, 1, random));
    log.append(FinalLog.day(4, 1, 7_001, random));
    new Owner(0, 1, 2, 3).resume().readAll();

    log.assertArchivedIn(store, seed.toString());
  }

  /** Its consumer must poll meanwhile, and may learn that its partitions are somebody else's. */
  @Test
  void whatTakesLongIsInterruptedAgainAndAgainAndMayBeRevokedMeanwhile() {
    FinalLog.Closed large = FinalLog.day(1, 1, 6_401, random);
    large.pages().forEach(page -> log.append(FinalLog.record(page)));
    Owner process = new Owner(0, 1, 2, 3).resume();
    while (process.hasMore()) {
      process.read(50);
    }
    long manifestAt = log.partitions.get(1).size();
    log.append(1, FinalLog.record(large.manifest()).value());
    List<Integer> manifestsThen = new ArrayList<>();
    process.meanwhile =
        () -> {
          manifestsThen.add(store.rows("final_manifests").size());
          process.archives.revoked(List.of(0, 1, 2, 3));
        };
    while (process.hasMore()) {
      process.read(1);
    }

    // 65 pages, 64 at once, to compare them and to rank by them.
    assertThat(manifestsThen).hasSize(4).containsOnly(0);
    assertThat(FinalLog.periods(store)).containsExactly(large.period().period());
    assertThat(store.rows("final_ranks")).hasSize(large.entries().size());
    assertThat(position(1).applied()).as("left to the next owner").isLessThan(manifestAt);
    new Owner(0, 1, 2, 3).resume().readAll();
    assertThat(position(1).applied()).isEqualTo(manifestAt);
  }

  /** Both are needed for what the other one reads, and one of them is slow. */
  @Test
  void twoProcessesThatShareThePartitionsArchiveEverything() {
    for (int day = 0; day < 12; day++) {
      log.append(FinalLog.day(day, 1, random.nextInt(400), random));
    }
    Owner one = new Owner(0, 2).resume();
    Owner other = new Owner(1, 3).resume();
    for (int i = 0; i < 200; i++) {
      if (random.nextInt(4) > 0) {
        one.read(3);
      } else {
        other.read(3);
      }
    }
    while (one.hasMore() || other.hasMore()) {
      one.read(3);
      other.read(3);
    }
    one.read(1);
    other.read(1);

    log.assertArchivedIn(store, seed.toString());
  }

  @Test
  void aPeriodThatIsClosedAnewUnderOtherRulesKeepsNothingOfTheFormerOne() {
    log.append(FinalLog.day(1, 1, 350, random));
    log.append(FinalLog.day(2, 1, 50, random));
    new Owner(0, 1, 2, 3).resume().readAll();
    log.assertArchivedIn(store, seed.toString());

    FinalLog.Closed former = FinalLog.day(1, 2, 120, random);
    // The game moved to another time zone.
    log.append(new FinalLog.Closed(former.period(), former.end() - 3_600_000, 2, former.entries()));
    new Owner(0, 1, 2, 3).resume().readAll();
    log.assertArchivedIn(store, seed.toString());
  }

  @Test
  void whatIsNoRecordIsLeftOutAndCounted() {
    log.append(0, new byte[] {1, 2, 3});
    log.append(FinalLog.day(1, 1, 120, random));
    new Owner(0, 1, 2, 3).resume().readAll();

    log.assertArchivedIn(store, seed.toString());
    assertThat(status.undecodable()).isEqualTo(1);
  }

  @Test
  void pagesThatAreNotTheManifestsAreNeverShown() {
    FinalLog.Closed day = FinalLog.day(1, 1, 30, random);
    List<FinalEntry> others = new ArrayList<>(day.entries());
    others.set(3, new FinalEntry(4, "somebody else", 5, null));
    FinalLog.Closed other = new FinalLog.Closed(day.period(), day.end(), 1, others);
    other.pages().forEach(page -> log.append(FinalLog.record(page)));
    log.append(FinalLog.record(day.manifest()));
    Owner process = new Owner(0, 1, 2, 3).resume();
    for (int i = 0; i < 20; i++) {
      process.read(5);
    }

    assertThat(store.rows("final_manifests")).isEmpty();
    assertThat(status.incomplete()).hasValueSatisfying(why -> assertThat(why).contains("digest"));
  }

  /** Every request fails once, executed or not; a process dies each time, or goes on. */
  @Test
  void whicheverStatementFailsThePeriodsAreArchived() {
    for (int day = 0; day < 3; day++) {
      log.append(FinalLog.day(day, 1, random.nextInt(250), random));
    }
    AtomicInteger untilFailure = new AtomicInteger(Integer.MAX_VALUE);
    CqlSession failing =
        InterceptedSession.over(
            store.session(),
            request -> {
              if (untilFailure.getAndDecrement() != 0) {
                return request.send();
              }
              IllegalStateException broken = new IllegalStateException("broken by the test");
              if (random.nextBoolean()) {
                return CompletableFuture.failedFuture(broken);
              }
              CompletableFuture<AsyncResultSet> lost = new CompletableFuture<>();
              var unused =
                  request.send().whenComplete((rows, e) -> lost.completeExceptionally(broken));
              return lost;
            });
    int failures = 0;
    Owner process = new Owner(failing, List.of(0, 1, 2, 3));
    boolean done = false;
    for (int n = 0; !done; n += 1 + n / 8) {
      untilFailure.set(n);
      try {
        process.resume().readAll();
        done = untilFailure.get() > 0;
      } catch (RequestFailedException e) {
        failures++;
        later();
        process = new Owner(failing, List.of(0, 1, 2, 3));
      }
    }
    System.err.println("Statements that were made to fail: " + failures);

    assertThat(failures).isGreaterThan(15);
    log.assertArchivedIn(store, seed.toString());
  }
}
