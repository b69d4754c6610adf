package io.leaderboard.events.duplicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.events.reference.LogRecord;
import io.leaderboard.events.reference.ReferenceFold;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.events.score.ScoreEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DuplicateFilterTest {
  private static final int LOGS = 200;
  private static final int RECORDS_A_LOG = 500;

  @Test
  void answersLikeALinearScanOfTheLog() {
    requireAnswers((filter, log, random) -> answers(filter, log));
  }

  @Test
  void answersOfManyAtATimeWhatItAnswersOfEach() {
    requireAnswers(
        (filter, log, random) -> {
          Set<Long> answers = new HashSet<>();
          for (int from = 0; from < log.size(); ) {
            int to = Math.min(log.size(), from + random.nextInt(200));
            answers.addAll(answersTogether(filter, log.subList(from, to)));
            from = to;
          }
          return answers;
        });
  }

  /** Which offsets of a log a new filter calls duplicates. */
  private interface Answers {
    Set<Long> of(DuplicateFilter filter, List<LogRecord> log, Random random);
  }

  private static void requireAnswers(Answers answers) {
    Seed seed = Seed.fresh();
    for (int i = 0; i < LOGS; i++) {
      Random random = seed.derive(i).random();
      int window = 1 + random.nextInt(random.nextBoolean() ? 8 : 600);
      List<LogRecord> log = log(random);
      assertThat(answers.of(new DuplicateFilter(window), log, random))
          .as("log %s, window %s, %s", i, window, seed)
          .isEqualTo(expected(log, window));
    }
  }

  private static Set<Long> answersTogether(DuplicateFilter filter, List<LogRecord> log) {
    List<ScoreEvent> events = log.stream().map(at -> (ScoreEvent) at.record()).toList();
    long[] offsets = log.stream().mapToLong(LogRecord::offset).toArray();
    boolean[] answers = filter.areDuplicates(events, offsets);
    return IntStream.range(0, answers.length)
        .filter(i -> answers[i])
        .mapToObj(i -> offsets[i])
        .collect(Collectors.toSet());
  }

  @Test
  void afterPrimingWithTheWindowAnswersLikeAFilterThatSawTheWholeLog() {
    Seed seed = Seed.fresh();
    for (int i = 0; i < LOGS; i++) {
      Random random = seed.derive(i).random();
      int window = 1 + random.nextInt(100);
      List<LogRecord> log = log(random);
      long start = log.get(random.nextInt(log.size())).offset();
      DuplicateFilter primed = new DuplicateFilter(window);
      answers(
          primed,
          log.stream().filter(at -> start - window <= at.offset() && at.offset() < start).toList());
      List<LogRecord> rest = log.stream().filter(at -> at.offset() >= start).toList();
      Set<Long> expected = expected(log, window);
      expected.removeIf(offset -> offset < start);
      assertThat(answers(primed, rest))
          .as("log %s, window %s, from %s, %s", i, window, start, seed)
          .isEqualTo(expected);
    }
  }

  @Test
  void growsFarBeyondItsFirstCapacity() {
    int window = 5_000;
    DuplicateFilter filter = new DuplicateFilter(window);
    for (long offset = 0; offset < 30_000; offset++) {
      // Each id comes again after exactly the window, and once more one too late.
      assertThat(filter.isDuplicate(offset, event("chess", "alice", "e" + offset % window)))
          .isEqualTo(offset >= window);
    }
    DuplicateFilter tooLate = new DuplicateFilter(window - 1);
    for (long offset = 0; offset < 30_000; offset++) {
      assertThat(tooLate.isDuplicate(offset, event("chess", "alice", "e" + offset % window)))
          .isFalse();
    }
  }

  @Test
  void comparesWithTheOffsetExactlyAWindowAgoAndWithNoneBefore() {
    for (int window : new int[] {1, 2, 1023, 1024, 1025}) {
      DuplicateFilter filter = new DuplicateFilter(window);
      assertThat(filter.isDuplicate(7, event("chess", "alice", "a"))).isFalse();
      assertThat(filter.isDuplicate(7L + window, event("chess", "alice", "a"))).isTrue();
      assertThat(filter.isDuplicate(8L + 2L * window, event("chess", "alice", "a"))).isFalse();
    }
  }

  @Test
  void comparesWithRecordsThatWereDuplicatesThemselves() {
    DuplicateFilter filter = new DuplicateFilter(10);
    assertThat(filter.isDuplicate(0, event("chess", "alice", "a"))).isFalse();
    assertThat(filter.isDuplicate(9, event("chess", "alice", "a"))).isTrue();
    assertThat(filter.isDuplicate(18, event("chess", "alice", "a"))).isTrue();
    assertThat(filter.isDuplicate(29, event("chess", "alice", "a"))).isFalse();
  }

  @Test
  void tellsTheSameIdOfAnotherUserOrGameApart() {
    DuplicateFilter filter = new DuplicateFilter(10);
    assertThat(filter.isDuplicate(0, event("chess", "alice", "a"))).isFalse();
    assertThat(filter.isDuplicate(1, event("go", "alice", "a"))).isFalse();
    assertThat(filter.isDuplicate(2, event("chess", "bob", "a"))).isFalse();
    assertThat(filter.isDuplicate(3, event("chess", "alicea", "a"))).isFalse();
    assertThat(filter.isDuplicate(4, event("chess", "alice", "aa"))).isFalse();
    assertThat(filter.isDuplicate(5, event("chess", "\u00e9", "a"))).isFalse();
    assertThat(filter.isDuplicate(6, event("chess", "e\u0301", "a"))).isFalse();
    assertThat(filter.isDuplicate(7, event("chess", "alice", "a"))).isTrue();
  }

  @Test
  void refusesAnOffsetThatDoesNotAscend() {
    DuplicateFilter filter = new DuplicateFilter(10);
    filter.isDuplicate(5, event("chess", "alice", "a"));
    assertThatThrownBy(() -> filter.isDuplicate(5, event("chess", "alice", "b")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> filter.isDuplicate(4, event("chess", "alice", "b")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () -> filter.areDuplicates(List.of(event("chess", "alice", "b")), new long[] {5}))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new DuplicateFilter(0)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Few ids, so that they come again within and beyond the window; offsets with gaps. */
  private static List<LogRecord> log(Random random) {
    List<LogRecord> log = new ArrayList<>();
    int ids = 1 + random.nextInt(random.nextBoolean() ? 10 : 1_000);
    long offset = random.nextLong(1_000_000);
    for (int i = 0; i < RECORDS_A_LOG; i++) {
      offset += 1 + (random.nextInt(10) == 0 ? random.nextInt(50) : 0);
      ScoreEvent event =
          event("chess", "user-" + random.nextInt(2), "event-" + random.nextInt(ids));
      log.add(new LogRecord(0, offset, event));
    }
    return log;
  }

  private static Set<Long> answers(DuplicateFilter filter, List<LogRecord> log) {
    Set<Long> duplicates = new HashSet<>();
    for (LogRecord at : log) {
      if (at.record() instanceof ScoreEvent event && filter.isDuplicate(at.offset(), event)) {
        duplicates.add(at.offset());
      }
    }
    return duplicates;
  }

  private static Set<Long> expected(List<LogRecord> log, int window) {
    Set<Long> duplicates = new HashSet<>();
    for (LogRecord at : new ReferenceFold(window).duplicates(log)) {
      duplicates.add(at.offset());
    }
    return duplicates;
  }

  private static ScoreEvent event(String gameId, String userId, String eventId) {
    return new ScoreEvent(eventId, gameId, userId, 1, 0, Map.of(), 0, 0, null, Map.of());
  }
}
