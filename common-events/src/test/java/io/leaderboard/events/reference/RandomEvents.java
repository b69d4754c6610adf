package io.leaderboard.events.reference;

import io.leaderboard.events.decimal.ScaledLong;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.score.ScoreEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Random events of some games, the same for the same seed: few users, so that they meet; ids that
 * break naive code; ties; extremes; scales other than the game's; every tenth event a repeat.
 * Infinite. Not thread-safe.
 */
public final class RandomEvents {
  /** User ids that are legal and go wrong easily. */
  public static final List<String> USERS =
      List.of(
          "alice",
          "Alice",
          "alice ",
          " ",
          "a/b",
          "a:b",
          "{a}.b",
          "{}",
          "...",
          "%2F",
          "a'b\"c\\",
          "🏆",
          "👩‍👩‍👧",
          "é",
          "e\u0301",
          "\uffee",
          "\ud83d\ude00 z",
          "Ω≈ç",
          "مرحبا",
          "0",
          "-1",
          "1e5",
          "x".repeat(128),
          "😀".repeat(32));

  private static final long[] SCORES = {
    0, 1, -1, 10, 125, 1_000_000, ScaledLong.MAX, -ScaledLong.MAX, ScaledLong.MAX / 2 + 1
  };

  // Moments about which something happens to a calendar: the first year, a day that was skipped,
  // clocks put back over midnight, the last week of a year, a leap day.
  private static final List<Instant> MOMENTS =
      List.of(
          Instant.parse("1900-01-02T00:00:00Z"),
          Instant.parse("1970-01-01T00:00:00Z"),
          Instant.parse("2006-10-29T02:31:00Z"),
          Instant.parse("2011-12-30T10:00:00Z"),
          Instant.parse("2021-01-03T23:59:59Z"),
          Instant.parse("2024-02-29T12:00:00Z"),
          Instant.parse("2026-11-21T00:00:00Z"));

  private final Random random;
  private final List<GameDefinition> games;
  private final List<String> users;
  private final List<ScoreEvent> recent = new ArrayList<>();
  private long eventNumber;

  /** Events of {@code games} by {@link #USERS}. */
  public RandomEvents(Seed seed, List<GameDefinition> games) {
    this(seed, games, USERS);
  }

  /** Events of {@code games} by {@code users}. */
  public RandomEvents(Seed seed, List<GameDefinition> games, List<String> users) {
    this.random = seed.random();
    this.games = List.copyOf(games);
    this.users = List.copyOf(users);
  }

  /** The next event. */
  public ScoreEvent next() {
    if (!recent.isEmpty() && random.nextInt(10) == 0) {
      return repeat(recent.get(random.nextInt(recent.size())));
    }
    GameDefinition game = games.get(random.nextInt(games.size()));
    int scale = random.nextInt(4) > 0 ? game.decimals() : random.nextInt(7);
    ScoreEvent event =
        new ScoreEvent(
            "event " + eventNumber++,
            game.gameId(),
            users.get(random.nextInt(users.size())),
            number(),
            scale,
            metrics(),
            occurredAt(),
            Instant.parse("2026-11-21T12:00:00Z").toEpochMilli() + eventNumber,
            random.nextInt(4) > 0 ? null : "match-" + random.nextInt(10),
            random.nextInt(4) > 0 ? Map.of() : Map.of("level", "höhle " + random.nextInt(10)));
    if (recent.size() == 100) {
      recent.remove(0);
    }
    recent.add(event);
    return event;
  }

  /** The next {@code count} events. */
  public List<ScoreEvent> next(int count) {
    List<ScoreEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(next());
    }
    return events;
  }

  /**
   * A log of {@code count} events: every user of a game in one partition, offsets ascending with
   * gaps, and now and then a record that cannot be decoded.
   */
  public List<LogRecord> log(int count, int partitions) {
    List<LogRecord> log = new ArrayList<>();
    long[] ends = new long[partitions];
    for (ScoreEvent event : next(count)) {
      int partition = Math.floorMod((event.gameId() + "/" + event.userId()).hashCode(), partitions);
      ends[partition] += random.nextInt(8) > 0 ? 0 : random.nextInt(4);
      if (random.nextInt(50) == 0) {
        log.add(new LogRecord(partition, ends[partition]++, null));
      }
      log.add(new LogRecord(partition, ends[partition]++, event));
    }
    return log;
  }

  /** The same id with the same content, or with another: it does not count either way. */
  private ScoreEvent repeat(ScoreEvent event) {
    if (random.nextBoolean()) {
      return event;
    }
    return new ScoreEvent(
        event.eventId(),
        event.gameId(),
        event.userId(),
        number(),
        event.scale(),
        metrics(),
        occurredAt(),
        event.acceptedAt(),
        null,
        Map.of());
  }

  private long number() {
    return switch (random.nextInt(8)) {
      case 0 -> SCORES[random.nextInt(SCORES.length)];
      case 1 -> random.nextLong(-ScaledLong.MAX, ScaledLong.MAX + 1);
      case 2 -> random.nextLong(-100, 100) * 1_000_000;
      // Few values, so that there are ties.
      default -> random.nextLong(0, 20);
    };
  }

  private Map<String, Long> metrics() {
    Map<String, Long> metrics = new HashMap<>();
    for (String metric : RandomGames.METRICS) {
      if (random.nextInt(3) > 0) {
        metrics.put(metric, number());
      }
    }
    return Map.copyOf(metrics);
  }

  private long occurredAt() {
    long day = 24L * 3_600_000;
    return switch (random.nextInt(8)) {
      case 0 -> ScoreEvent.EARLIEST;
      case 1 -> random.nextLong(ScoreEvent.EARLIEST, ScoreEvent.END_OF_TIME);
      case 2 -> MOMENTS.get(6).toEpochMilli();
      default ->
          Math.max(
              ScoreEvent.EARLIEST,
              MOMENTS.get(random.nextInt(MOMENTS.size())).toEpochMilli()
                  + random.nextLong(-2 * day, 2 * day));
    };
  }
}
