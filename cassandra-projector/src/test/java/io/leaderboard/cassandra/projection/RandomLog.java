package io.leaderboard.cassandra.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.decimal.ScaledLong;
import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Closing;
import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.GamesFold;
import io.leaderboard.events.game.LogSettings;
import io.leaderboard.events.guarantee.Guarantees;
import io.leaderboard.events.guarantee.History;
import io.leaderboard.events.guarantee.NoGameTouchesAnother;
import io.leaderboard.events.guarantee.NothingAcknowledgedLost;
import io.leaderboard.events.guarantee.NothingMalformedVanishes;
import io.leaderboard.events.guarantee.ReplayGivesTheSameDigest;
import io.leaderboard.events.guarantee.StoreView;
import io.leaderboard.events.reference.LogRecord;
import io.leaderboard.events.reference.RandomEvents;
import io.leaderboard.events.reference.RandomGames;
import io.leaderboard.events.reference.ReferenceCalendar;
import io.leaderboard.events.reference.ReferenceFold;
import io.leaderboard.events.reference.ReferenceStanding;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.events.reference.StandingKey;
import io.leaderboard.events.score.PeriodsClosed;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.standing.Standing;
import io.leaderboard.projection.ContractLog;
import io.leaderboard.projection.PartitionBatch;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Random games, a random log of their events, and what must become of them. */
final class RandomLog {
  static final int WINDOW = 60;

  /** When the games were defined: of automatic ones, what was over in 1950 is closed. */
  static final long FIRST_SEEN = Instant.parse("1950-06-07T08:09:10Z").toEpochMilli();

  private static final Guarantees GUARANTEES =
      Guarantees.all()
          .givingUp(NothingAcknowledgedLost.class, "the log is in memory, and nobody sends")
          .givingUp(NothingMalformedVanishes.class, "the redis-projector keeps what is malformed")
          .givingUp(NoGameTouchesAnother.class, "no rules change")
          .givingUp(ReplayGivesTheSameDigest.class, "Cassandra makes no digests");

  final Seed seed = Seed.fresh();
  final List<GameDefinition> definitions;
  final List<LogRecord> log;
  final LogReplay replay;

  RandomLog(int events) {
    System.err.println("Random log of " + seed);
    RandomGames random = new RandomGames(seed);
    // A board of the second may be taken out.
    GameDefinition two =
        Stream.generate(() -> random.next("two"))
            .filter(game -> game.boards().size() > 1)
            .findFirst()
            .orElseThrow();
    definitions = List.of(random.next("one"), two, random.next("three"));
    log = withClosings(new RandomEvents(seed, definitions).log(events, 4), seed.random());
    replay = new LogReplay(log, WINDOW);
  }

  /** Resumes all partitions and applies about half of each. */
  void applyHalf(CassandraProjection projection) {
    replay.resume(projection);
    Map<Integer, Long> to = new HashMap<>();
    log.forEach(at -> to.merge(at.partition(), 1L, Long::sum));
    boolean done = false;
    while (!done) {
      List<PartitionBatch> batches = replay.batches(() -> 60);
      replay.apply(projection, batches);
      done =
          batches.stream()
              .allMatch(batch -> batch.through() > to.getOrDefault(batch.partition(), 0L) / 2);
    }
  }

  Games games() {
    GamesFold fold = new GamesFold();
    fold.apply(new LogSettings(4, WINDOW, 0));
    definitions.forEach(definition -> fold.apply(new GameDefined(definition, 0, FIRST_SEEN)));
    return fold.snapshot();
  }

  ReferenceFold reference() {
    ReferenceFold reference = new ReferenceFold(WINDOW);
    definitions.forEach(definition -> reference.define(definition, FIRST_SEEN));
    return reference;
  }

  /** The events that are late for at least one board of their game, worked out naively. */
  Set<LogRecord> late() {
    Set<LogRecord> late = new HashSet<>();
    Map<List<Object>, Long> closed = new HashMap<>();
    for (LogRecord at : log) {
      if (at.record() instanceof PeriodsClosed closing) {
        closed.merge(List.of(at.partition(), closing.gameId()), closing.through(), Math::max);
      } else if (at.record() instanceof ScoreEvent event) {
        GameDefinition game =
            definitions.stream()
                .filter(each -> each.gameId().equals(event.gameId()))
                .findFirst()
                .orElseThrow();
        long through =
            Math.max(
                closed.getOrDefault(
                    List.<Object>of(at.partition(), event.gameId()), Long.MIN_VALUE),
                game.closing() == Closing.AUTOMATIC ? FIRST_SEEN : Long.MIN_VALUE);
        for (BoardDefinition board : game.boards()) {
          ZoneId zone = game.timeZone();
          if (ReferenceCalendar.periodId(board, zone, event.occurredAt()).isPresent()
              && ReferenceCalendar.end(board, zone, event.occurredAt()) <= through) {
            late.add(at);
          }
        }
      }
    }
    return late;
  }

  /**
   * With closings in between, of more and more as the log goes on, some of less than before; what
   * comes behind moves on.
   */
  private static List<LogRecord> withClosings(List<LogRecord> log, Random random) {
    long first = Instant.parse("1900-01-01T00:00:00Z").toEpochMilli();
    long years = 127L * 366 * 86_400_000;
    Map<Integer, Long> added = new HashMap<>();
    List<LogRecord> all = new ArrayList<>();
    for (int i = 0; i < log.size(); i++) {
      LogRecord at = log.get(i);
      if (random.nextInt(12) == 0) {
        long through = first + random.nextLong(1 + years * i / log.size());
        String gameId = List.of("one", "two", "three").get(random.nextInt(3));
        long offset = at.offset() + added.merge(at.partition(), 1L, Long::sum) - 1;
        all.add(new LogRecord(at.partition(), offset, new PeriodsClosed(gameId, through)));
      }
      all.add(
          new LogRecord(
              at.partition(), at.offset() + added.getOrDefault(at.partition(), 0L), at.record()));
    }
    return all;
  }

  /** Every guarantee that a log without a Kafka can break, with every standing of every board. */
  void assertHeldBy(TestStore store) {
    History history = new History(WINDOW);
    log.forEach(history::logged);
    Map<Integer, Long> ends = new HashMap<>();
    log.forEach(at -> ends.merge(at.partition(), at.offset() + 1, Math::max));
    history.held(
        new StoreView("Cassandra, " + seed, ends, games(), store.standings(1), board -> true));
    GUARANTEES.requireKept(history);
  }

  void assertHeldBy(
      TestStore store, GameDefinition definition, int rules, ReferenceFold reference) {
    Map<StandingKey, ReferenceStanding> all = reference.standings(log);
    for (BoardDefinition board : definition.boards()) {
      int scale = board.aggregation() == Aggregation.COUNT ? 0 : definition.decimals();
      Map<String, Standing> expected = new HashMap<>();
      all.forEach(
          (key, standing) -> {
            if (key.gameId().equals(definition.gameId()) && key.boardId().equals(board.id())) {
              long value = ScaledLong.of(standing.score(), scale).orElseThrow();
              expected.put(
                  ContractLog.user(key.period(), key.userId()),
                  new Standing(value, standing.reachedAt()));
            }
          });
      assertThat(store.standingsByPeriod(definition.gameId(), board.id(), rules))
          .as("%s %s rules %d, %s", definition.gameId(), board, rules, seed)
          .isEqualTo(expected);
    }
  }
}
