package io.leaderboard.redis;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Closing;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Season;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.score.ScoreEvent;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Games with boards of every kind, and events for them. Not thread-safe. */
public final class FaultGames {
  public static final List<String> GAMES = List.of("alpha", "beta", "gamma");

  private static final List<PeriodKind> PERIODS = List.of(PeriodKind.values());
  private static final long DAY = 86_400_000;

  private final Random random;
  private final long now = System.currentTimeMillis();
  private final List<ScoreEvent> recent = new ArrayList<>();
  private long number;
  private int boards;

  public FaultGames(Random random) {
    this.random = random;
  }

  /**
   * A definition with a board of each aggregation; the rest is random, but for the periods, which
   * take turns: two definitions have all of them.
   */
  public GameDefinition definition(String gameId) {
    List<BoardDefinition> made = new ArrayList<>();
    for (Aggregation aggregation : Aggregation.values()) {
      PeriodKind period = PERIODS.get(boards++ % PERIODS.size());
      made.add(
          new BoardDefinition(
              aggregation.text(),
              aggregation,
              pick(Order.values()),
              BoardDefinition.SCORE,
              period,
              period == PeriodKind.SEASONS
                  ? List.of(new Season("old", now - 30 * DAY, now - 3 * DAY))
                  : List.of(),
              pick(Ties.values()),
              BoardDefinition.MAX_RETENTION,
              1 + random.nextInt(3)));
    }
    return new GameDefinition(
        gameId,
        "",
        "",
        true,
        1,
        ZoneId.of("America/St_Johns"),
        Closing.MANUAL,
        Duration.ZERO,
        null,
        null,
        made);
  }

  /** When periods may be closed through: some days ago. */
  public long somewhen() {
    return now - random.nextLong(6 * DAY);
  }

  /** The next event; every tenth is a repeat. */
  public ScoreEvent event() {
    if (!recent.isEmpty() && random.nextInt(10) == 0) {
      return recent.get(random.nextInt(recent.size()));
    }
    ScoreEvent event =
        new ScoreEvent(
            "e" + number++,
            GAMES.get(random.nextInt(GAMES.size())),
            "user " + random.nextInt(80),
            random.nextInt(2_000) - 500,
            1,
            Map.of(),
            random.nextInt(4) == 0 ? now : now - random.nextLong(8 * DAY),
            now,
            null,
            Map.of());
    if (recent.size() == 50) {
      recent.remove(0);
    }
    recent.add(event);
    return event;
  }

  private <T> T pick(T[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
