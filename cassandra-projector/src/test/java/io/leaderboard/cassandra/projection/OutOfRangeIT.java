package io.leaderboard.cassandra.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import io.leaderboard.cassandra.statement.RequestFailedException;
import io.leaderboard.events.entry.EventEntry;
import io.leaderboard.events.entry.LogEntry;
import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Closing;
import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.GamesFold;
import io.leaderboard.events.game.LogSettings;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.projection.PartitionBatch;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sums of 15 digits that take no more: what does not count is marked, whatever crashes. */
class OutOfRangeIT {
  private static final long FULL = 999_999_999_999_999L;

  @Test
  void anEventThatDoesNotFitIsMarkedWithTheBoardsOnWhichItDoesNotCount() {
    try (TestStore store = new TestStore(Duration.ZERO)) {
      CassandraProjection projection = store.projection(OutOfRangeIT::games);
      projection.resume(List.of(0));
      projection.apply(List.of(batch()));

      assertThat(marks(store)).isEqualTo(Map.of(1L, List.of("all-time", "monthly")));
      assertThat(
              store
                  .registry
                  .get("leaderboard.cassandra.ignored")
                  .tag("reason", "out-of-range")
                  .counter()
                  .count())
          .isEqualTo(2);
    }
  }

  /** One row is written and the other is not: the first one's guard says nothing of the event. */
  @Test
  void noCrashTakesAMarkAwayOrMakesItLessThanItWas() {
    try (TestStore store = new TestStore(Duration.ZERO)) {
      AtomicBoolean breaks = new AtomicBoolean(true);
      CqlSession breaking =
          InterceptedSession.over(
              store.session(),
              request -> {
                boolean isStanding = request.cql().contains(".board_standings (");
                return isStanding && breaks.getAndSet(false)
                    ? CompletableFuture.failedFuture(new IllegalStateException("broken"))
                    : request.send();
              });
      CassandraProjection projection = store.projection(breaking, OutOfRangeIT::games);
      projection.resume(List.of(0));
      assertThatThrownBy(() -> projection.apply(List.of(batch())))
          .isInstanceOf(RequestFailedException.class);
      assertThat(marks(store)).isEqualTo(Map.of(1L, List.of("all-time", "monthly")));

      CassandraProjection next = store.projection(OutOfRangeIT::games);
      next.resume(List.of(0));
      next.apply(List.of(batch()));

      assertThat(marks(store)).isEqualTo(Map.of(1L, List.of("all-time", "monthly")));
    }
  }

  private static Map<Long, List<String>> marks(TestStore store) {
    Map<Long, List<String>> marks = new TreeMap<>();
    store
        .rows("score_events")
        .forEach(
            row -> {
              if (!row.isNull("out_of_range")) {
                marks.put(row.getLong("log_offset"), row.getList("out_of_range", String.class));
              }
            });
    return marks;
  }

  private static PartitionBatch batch() {
    List<LogEntry> entries =
        Stream.of(event(0, FULL), event(1, 1), event(2, -1)).map(each -> (LogEntry) each).toList();
    return new PartitionBatch(0, entries, 2);
  }

  private static EventEntry event(long offset, long score) {
    return new EventEntry(
        offset,
        new ScoreEvent(
            "e" + offset, "full", "ann", score, 0, Map.of(), 1_000 + offset, 0, null, Map.of()),
        false,
        Long.MIN_VALUE);
  }

  private static Games games() {
    GamesFold fold = new GamesFold();
    fold.apply(new LogSettings(1, 10, 0));
    fold.apply(
        new GameDefined(
            new GameDefinition(
                "full",
                "",
                "",
                true,
                0,
                ZoneId.of("UTC"),
                Closing.MANUAL,
                Duration.ZERO,
                null,
                null,
                List.of(
                    board("all-time", PeriodKind.ALL_TIME), board("monthly", PeriodKind.MONTHLY))),
            0,
            0));
    return fold.snapshot();
  }

  private static BoardDefinition board(String id, PeriodKind period) {
    return new BoardDefinition(
        id,
        Aggregation.SUM,
        Order.DESC,
        BoardDefinition.SCORE,
        period,
        List.of(),
        Ties.SHARED,
        2,
        1);
  }
}
