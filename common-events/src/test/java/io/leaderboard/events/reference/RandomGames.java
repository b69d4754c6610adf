package io.leaderboard.events.reference;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Closing;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Season;
import io.leaderboard.events.game.Ties;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Random games with random boards; the same for the same seed. Not thread-safe. */
public final class RandomGames {
  /** Metrics of the boards, and of the events of {@link RandomEvents}. */
  static final List<String> METRICS = List.of("coins", "lapTime", "kills");

  /** Places whose clocks did what is easily forgotten. */
  static final List<String> ZONES =
      List.of(
          "UTC",
          "America/New_York",
          "America/St_Johns",
          "America/Sao_Paulo",
          "Australia/Lord_Howe",
          "Pacific/Apia",
          "Pacific/Kwajalein",
          "Asia/Kathmandu",
          "Africa/Monrovia",
          "+14:00",
          "-12:00");

  private static final long YEAR_MILLIS = 365L * 24 * 3_600_000;

  private final Random random;
  private final Set<PeriodKind> periods;
  private final Set<Ties> ties;

  /** Games with boards of every kind. */
  public RandomGames(Seed seed) {
    this(seed, EnumSet.allOf(PeriodKind.class), EnumSet.allOf(Ties.class));
  }

  /** Games whose boards have only these periods and ties. */
  public RandomGames(Seed seed, Set<PeriodKind> periods, Set<Ties> ties) {
    this.random = seed.random();
    this.periods = EnumSet.copyOf(periods);
    this.ties = EnumSet.copyOf(ties);
  }

  /** A game with 1 to 6 boards. */
  public GameDefinition next(String gameId) {
    int count = 1 + random.nextInt(6);
    List<BoardDefinition> boards = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boards.add(board("board-" + i));
    }
    return new GameDefinition(
        gameId,
        "Game " + gameId,
        random.nextBoolean() ? "" : "Überschrift 🏆",
        true,
        random.nextInt(7),
        ZoneId.of(pick(ZONES)),
        pick(List.of(Closing.values())),
        Duration.ofSeconds(random.nextInt(3_600)),
        null,
        null,
        boards);
  }

  /** A board of every aggregation, order and metric, of the allowed periods and ties. */
  public BoardDefinition board(String boardId) {
    PeriodKind period = pick(List.copyOf(periods));
    return new BoardDefinition(
        boardId,
        pick(List.of(Aggregation.values())),
        pick(List.of(Order.values())),
        random.nextInt(3) > 0 ? BoardDefinition.SCORE : pick(METRICS),
        period,
        period == PeriodKind.SEASONS ? seasons() : List.of(),
        pick(List.copyOf(ties)),
        random.nextInt(4),
        random.nextInt(4) > 0 ? 1 : 1 + random.nextInt(8));
  }

  /** 1 to 10 seasons about the years 1990 to 2030, some adjoining, some with gaps between. */
  private List<Season> seasons() {
    List<Season> seasons = new ArrayList<>();
    long start = Instant.parse("1990-01-01T00:00:00Z").toEpochMilli();
    int count = 1 + random.nextInt(10);
    for (int i = 0; i < count; i++) {
      start += random.nextBoolean() ? 0 : 1 + random.nextLong(2 * YEAR_MILLIS);
      long end = start + 1 + random.nextLong(3 * YEAR_MILLIS);
      seasons.add(new Season("season-" + i, start, end));
      start = end;
    }
    return seasons;
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
