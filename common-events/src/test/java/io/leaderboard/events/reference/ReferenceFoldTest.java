package io.leaderboard.events.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Closing;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.score.PeriodsClosed;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.score.ScoreRecord;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The yardstick itself, against answers worked out by hand. */
class ReferenceFoldTest {
  private static final long NOON = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();
  private static final long DAY = 24L * 3_600_000;

  @Test
  void ranksEqualScoresByUserIdBytes() {
    List<LogRecord> log =
        log(
            event("1", "b", 30, 1), event("2", "a", 20, 2),
            event("3", "Z", 20, 3), event("4", "😀", 20, 4),
            event("5", "\uffee", 20, 5), event("6", "c", 10, 6));
    assertThat(list(log, Aggregation.BEST, Order.DESC, Ties.SHARED))
        .containsExactly("1 b 30", "2 Z 20", "2 a 20", "2 \uffee 20", "2 😀 20", "6 c 10");
    assertThat(list(log, Aggregation.BEST, Order.ASC, Ties.SHARED))
        .containsExactly("1 c 10", "2 Z 20", "2 a 20", "2 \uffee 20", "2 😀 20", "6 b 30");
    assertThat(list(log, Aggregation.BEST, Order.DESC, Ties.EARLIEST))
        .containsExactly("1 b 30", "2 a 20", "3 Z 20", "4 😀 20", "5 \uffee 20", "6 c 10");
  }

  @Test
  void foldsEachAggregation() {
    List<LogRecord> log =
        log(
            event("1", "a", 30, 9), event("2", "a", -5, 20),
            event("3", "a", 30, 7), event("4", "a", 12, 1));
    assertThat(standing(log, Aggregation.BEST)).isEqualTo(new ReferenceStanding(decimal("30"), 7));
    assertThat(standing(log, Aggregation.SUM)).isEqualTo(new ReferenceStanding(decimal("67"), 20));
    assertThat(standing(log, Aggregation.COUNT)).isEqualTo(new ReferenceStanding(decimal("4"), 20));
    assertThat(standing(log, Aggregation.LAST)).isEqualTo(new ReferenceStanding(decimal("-5"), 20));
  }

  @Test
  void comparesAnEventIdWithTheWindowBeforeItAlone() {
    List<LogRecord> log =
        log(
            event("1", "a", 1, 0),
            event("1", "a", 10, 0),
            event("2", "a", 100, 0),
            event("3", "a", 1_000, 0),
            event("1", "a", 10_000, 0));
    assertThat(sum(log, 3)).isEqualByComparingTo("1101");
    assertThat(sum(log, 2)).isEqualByComparingTo("11101");
  }

  @Test
  void leavesOutWhatWouldTakeASumOutOfRange() {
    long largest = 999_999_999_999_999L;
    assertThat(
            sum(log(event("1", "a", largest, 0), event("2", "a", 1, 0), event("3", "a", -4, 0)), 9))
        .isEqualByComparingTo("999999999999995");
  }

  @Test
  void countsNoEventInAPeriodThatWasClosedBeforeItInItsPartition() {
    BoardDefinition daily = board(Aggregation.SUM, Order.DESC, Ties.SHARED, PeriodKind.DAILY);
    List<LogRecord> log =
        log(
            event("1", "a", 1, NOON),
            new PeriodsClosed("chess", NOON + DAY / 2),
            event("2", "a", 10, NOON),
            event("3", "a", 100, NOON + DAY));
    Map<StandingKey, ReferenceStanding> standings =
        new ReferenceFold(9).define(game(daily, Closing.MANUAL)).standings(log);
    assertThat(standings)
        .containsOnly(
            Map.entry(key("2026-11-21"), new ReferenceStanding(decimal("1"), NOON)),
            Map.entry(key("2026-11-22"), new ReferenceStanding(decimal("100"), NOON + DAY)));
  }

  @Test
  void closesFromTheStartWhatEndedBeforeAnAutomaticGameWasFirstSeen() {
    BoardDefinition daily = board(Aggregation.SUM, Order.DESC, Ties.SHARED, PeriodKind.DAILY);
    List<LogRecord> log = log(event("1", "a", 1, NOON - DAY), event("2", "a", 10, NOON));
    assertThat(new ReferenceFold(9).define(game(daily, Closing.AUTOMATIC), NOON).standings(log))
        .containsOnlyKeys(key("2026-11-21"));
    assertThat(new ReferenceFold(9).define(game(daily, Closing.MANUAL), NOON).standings(log))
        .containsOnlyKeys(key("2026-11-20"), key("2026-11-21"));
  }

  @Test
  void repeatsWhatItGeneratedForTheSameSeed() {
    Seed seed = Seed.fresh();
    GameDefinition game = new RandomGames(seed).next("chess");
    assertThat(new RandomGames(seed).next("chess")).isEqualTo(game);
    List<LogRecord> log = new RandomEvents(seed, List.of(game)).log(1_000, 4);
    assertThat(new RandomEvents(seed, List.of(game)).log(1_000, 4)).as("%s", seed).isEqualTo(log);
    assertThat(new ReferenceFold(200).duplicates(log)).as("%s", seed).isNotEmpty();
  }

  private static List<String> list(
      List<LogRecord> log, Aggregation aggregation, Order order, Ties ties) {
    BoardDefinition board = board(aggregation, order, ties, PeriodKind.ALL_TIME);
    return ReferenceRanking.list(
            new ReferenceFold(9).define(game(board, Closing.MANUAL)).standings(log),
            "chess",
            board,
            "all-time")
        .stream()
        .map(entry -> entry.rank() + " " + entry.userId() + " " + entry.score())
        .toList();
  }

  private static ReferenceStanding standing(List<LogRecord> log, Aggregation aggregation) {
    return standing(log, aggregation, 9);
  }

  private static BigDecimal sum(List<LogRecord> log, int window) {
    return standing(log, Aggregation.SUM, window).score();
  }

  private static ReferenceStanding standing(
      List<LogRecord> log, Aggregation aggregation, int window) {
    BoardDefinition board = board(aggregation, Order.DESC, Ties.SHARED, PeriodKind.ALL_TIME);
    return new ReferenceFold(window)
        .define(game(board, Closing.MANUAL))
        .standings(log)
        .values()
        .iterator()
        .next();
  }

  private static StandingKey key(String period) {
    return new StandingKey("chess", "board", period, "a");
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  private static List<LogRecord> log(ScoreRecord... records) {
    List<LogRecord> log = new ArrayList<>();
    for (ScoreRecord record : records) {
      log.add(new LogRecord(0, log.size(), record));
    }
    return log;
  }

  private static ScoreEvent event(String eventId, String userId, long score, long occurredAt) {
    return new ScoreEvent(
        eventId, "chess", userId, score, 0, Map.of(), occurredAt, 0, null, Map.of());
  }

  private static GameDefinition game(BoardDefinition board, Closing closing) {
    return new GameDefinition(
        "chess",
        "",
        "",
        true,
        0,
        ZoneId.of("UTC"),
        closing,
        Duration.ZERO,
        null,
        null,
        List.of(board));
  }

  private static BoardDefinition board(
      Aggregation aggregation, Order order, Ties ties, PeriodKind period) {
    return new BoardDefinition("board", aggregation, order, "score", period, List.of(), ties, 2, 1);
  }
}
