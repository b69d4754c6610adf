package io.leaderboard.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.entry.ClosingEntry;
import io.leaderboard.events.entry.EventEntry;
import io.leaderboard.events.entry.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartitionReaderTest {
  private static final int WINDOW = 10;
  private final List<Long> aside = new ArrayList<>();

  @Test
  void readsAWindowBackAndNeverBeforeTheLogBegins() {
    assertThat(reader(50, 0).readFrom()).isEqualTo(40);
    assertThat(reader(5, 0).readFrom()).isZero();
    assertThat(reader(50, 45).readFrom()).isEqualTo(45);
  }

  @Test
  void primesTheFilterWithRecordsThatItDoesNotHandOut() {
    ContractLog log = new ContractLog();
    for (int i = 0; i < 20; i++) {
      log.append(ContractEvents.event("e" + i % 5, "user", 1, ContractEvents.NOON));
    }
    int partition = ContractLog.partition(ContractGames.GAME, "user");
    PartitionReader reader = reader(15, 0);

    PartitionBatch batch = reader.read(log.records(partition, reader.readFrom(), 100));

    assertThat(batch.entries())
        .extracting(LogEntry::offset)
        .containsExactly(15L, 16L, 17L, 18L, 19L);
    assertThat(batch.events()).allMatch(EventEntry::duplicate);
    assertThat(batch.through()).isEqualTo(19);
  }

  @Test
  void putsAsideWhatCannotBeDecodedButNotAgainWhilePriming() {
    ContractLog log = new ContractLog();
    for (int i = 0; i < 20; i++) {
      log.appendPoison(0);
    }
    PartitionReader reader = reader(15, 0);

    PartitionBatch priming = reader.read(log.records(0, 5, 10));
    assertThat(reader.isToBeApplied(priming.through())).isFalse();
    assertThat(aside).isEmpty();

    PartitionBatch batch = reader.read(log.records(0, 15, 100));
    assertThat(reader.isToBeApplied(batch.through())).isTrue();
    assertThat(aside).containsExactly(15L, 16L, 17L, 18L, 19L);
    assertThat(reader.undecodable()).isEqualTo(5);
    assertThat(batch.entries()).isEmpty();
  }

  @Test
  void goesOnWithWhatItHasSeenWhereTheStoreResumesAtItsPlaceAndNowhereElse() {
    ContractLog log = new ContractLog();
    int partition = ContractLog.partition(ContractGames.GAME, "user");
    for (int i = 0; i < 9; i++) {
      log.append(ContractEvents.event("e" + i, "user", 1, ContractEvents.NOON));
    }
    log.appendClosing(partition, 1_000);
    PartitionReader reader =
        new PartitionReader(partition, ResumePoint.START, 0, WINDOW, 0, records -> {});
    reader.read(log.records(partition, 0, 100));
    Map<String, Long> closed = Map.of(ContractGames.GAME, 1_000L);

    assertThat(reader.goesOnAt(new ResumePoint(9, closed), 1)).isFalse();
    assertThat(reader.goesOnAt(new ResumePoint(11, closed), 1)).isFalse();
    assertThat(reader.goesOnAt(new ResumePoint(10, Map.of()), 1)).isFalse();
    assertThat(reader.request()).isZero();
    assertThat(reader.goesOnAt(new ResumePoint(10, closed), 1)).isTrue();
    assertThat(reader.request()).isEqualTo(1);
    assertThat(reader.readFrom()).isEqualTo(10);
    log.append(ContractEvents.event("e8", "user", 1, ContractEvents.NOON));
    assertThat(reader.read(log.records(partition, 10, 100)).events())
        .singleElement()
        .matches(EventEntry::duplicate);
  }

  @Test
  void tellsEachEventWhatIsClosedBeforeIt() {
    ContractLog log = new ContractLog();
    int partition = ContractLog.partition(ContractGames.GAME, "user");
    log.append(ContractEvents.event("a", "user", 1, ContractEvents.NOON));
    log.appendClosing(partition, 1_000);
    log.appendClosing(partition, 900);
    log.append(ContractEvents.event("b", "user", 1, ContractEvents.NOON));
    ResumePoint resume = new ResumePoint(0, Map.of(ContractGames.GAME, 500L));
    PartitionReader reader = new PartitionReader(partition, resume, 0, WINDOW, 0, records -> {});

    PartitionBatch batch = reader.read(log.records(partition, 0, 100));

    assertThat(batch.entries()).extracting(LogEntry::offset).containsExactly(0L, 1L, 3L);
    assertThat(batch.events()).extracting(EventEntry::closedThrough).containsExactly(500L, 1_000L);
    assertThat(batch.closings()).containsExactly(new ClosingEntry(1, ContractGames.GAME, 1_000));
  }

  @Test
  void continuesOverGapsButNotBackwards() {
    PartitionReader reader = reader(15, 0);

    assertThat(reader.continuesAt(5)).isTrue();
    assertThat(reader.continuesAt(9)).isTrue();
    assertThat(reader.continuesAt(4)).isFalse();
  }

  private PartitionReader reader(long resumeAt, long start) {
    return new PartitionReader(
        0,
        ResumePoint.at(resumeAt),
        start,
        WINDOW,
        0,
        records -> records.forEach(each -> aside.add(each.record().offset())));
  }
}
