package io.leaderboard.projection;

import static io.leaderboard.projection.ContractGames.DECIMALS;
import static io.leaderboard.projection.ContractGames.GAME;

import io.leaderboard.events.score.ScoreEvent;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Events of the contract's game. */
public final class ContractEvents {
  /** A noon in 2026. */
  public static final long NOON = 1_795_262_400_000L;

  private static final long DAY = 86_400_000;
  private static final long MIDNIGHT = NOON - DAY / 2;

  private static final List<String> USERS =
      List.of("plain", "a/b", "{x}", "a:b", "🏆 gold", "é", "e\u0301", "日本", "%2F", "'\"\\", " ");

  private ContractEvents() {}

  /** Random numbers whose seed is printed; {@code -Dcontract.seed=} repeats a run. */
  public static Random seeded(String test) {
    long seed = Long.getLong("contract.seed", System.nanoTime());
    System.err.println("Seed of the test '" + test + "': -Dcontract.seed=" + seed);
    return new Random(seed);
  }

  /** An event of the game's own scale without metrics. */
  public static ScoreEvent event(String eventId, String userId, long score, long occurredAt) {
    return eventOf(GAME, eventId, userId, score, occurredAt);
  }

  /** An event of any game. */
  public static ScoreEvent eventOf(
      String gameId, String eventId, String userId, long score, long occurredAt) {
    return new ScoreEvent(
        eventId, gameId, userId, score, DECIMALS, Map.of(), occurredAt, NOON, null, Map.of());
  }

  /** An event that was accepted when the game had other decimals. */
  public static ScoreEvent eventOfScale(String eventId, String userId, long score, int scale) {
    return new ScoreEvent(
        eventId, GAME, userId, score, scale, Map.of(), NOON, NOON, null, Map.of());
  }

  /** A log of random records: events of few and of many users, duplicates, poison, closings. */
  public static ContractLog log(Random random, int records) {
    ContractLog log = new ContractLog();
    for (int i = 0; i < records; i++) {
      int kind = random.nextInt(100);
      if (kind == 0) {
        log.appendPoison(random.nextInt(ContractGames.PARTITIONS));
      } else if (kind == 1) {
        log.appendClosing(
            random.nextInt(ContractGames.PARTITIONS), MIDNIGHT + (random.nextInt(8) - 6) * DAY);
      } else if (kind < 10 && i > 0) {
        log.appendAgain(random.nextInt(Math.min(i, 600)));
      } else {
        log.append(random(random, "e" + random.nextInt(records * 4)));
      }
    }
    return log;
  }

  private static ScoreEvent random(Random random, String eventId) {
    String user =
        random.nextInt(4) == 0
            ? "user-" + random.nextInt(400)
            : USERS.get(random.nextInt(USERS.size())) + random.nextInt(3);
    Map<String, Long> metrics =
        switch (random.nextInt(3)) {
          case 0 -> Map.of();
          case 1 -> Map.of("goals", number(random));
          default -> Map.of("goals", number(random), "assists", number(random));
        };
    return new ScoreEvent(
        eventId,
        GAME,
        user,
        number(random),
        random.nextInt(3),
        metrics,
        occurredAt(random),
        NOON,
        null,
        Map.of());
  }

  /** Mostly about noon, so that there are ties; else up to five days before or half a day after. */
  private static long occurredAt(Random random) {
    return random.nextBoolean()
        ? NOON + random.nextInt(2_000) - 1_000
        : NOON + random.nextLong(-5 * DAY, DAY / 2);
  }

  /** Mostly small; now and then so large that sums leave the range of 15 digits. */
  private static long number(Random random) {
    return switch (random.nextInt(20)) {
      case 0 -> 0;
      case 1 -> random.nextLong(-999_999_999_999_999L, 1_000_000_000_000_000L);
      case 2 -> 10 * random.nextLong(-50_000_000_000_000L, 50_000_000_000_000L);
      default -> 10L * (random.nextInt(2_000) - 800);
    };
  }
}
