package io.leaderboard.query;

import io.leaderboard.events.finals.FinalEntry;
import io.leaderboard.events.finals.FinalFacts;
import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalPage;
import io.leaderboard.events.finals.FinalPeriod;
import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Closing;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Ties;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Closed days of small games, as the archive has them. */
final class TestArchives {
  /** A day that is over. */
  static final String DAY = "2025-03-01";

  /** When {@link #DAY} began. */
  static final long START = Instant.parse("2025-03-01T00:00:00Z").toEpochMilli();

  private static final long DAY_MILLIS = 86_400_000;

  private TestArchives() {}

  /** A board with a period a day. */
  static BoardDefinition daily(String id, Order order, Ties ties, int shards) {
    return new BoardDefinition(
        id,
        Aggregation.BEST,
        order,
        BoardDefinition.SCORE,
        PeriodKind.DAILY,
        List.of(),
        ties,
        BoardDefinition.DEFAULT_RETENTION,
        shards);
  }

  /** A game whose periods are closed by hand. */
  static GameDefinition game(String id, int decimals, BoardDefinition... boards) {
    return new GameDefinition(
        id,
        "",
        "",
        true,
        decimals,
        ZoneId.of("UTC"),
        Closing.MANUAL,
        GameDefinition.DEFAULT_LATENESS,
        null,
        null,
        List.of(boards));
  }

  /** That of a day with so many entries. */
  static FinalManifest manifest(
      String game, String board, String day, int rules, int scale, int entries) {
    long start = Instant.parse(day + "T00:00:00Z").toEpochMilli();
    return new FinalManifest(
        new FinalPeriod(game, board, day),
        start,
        start + DAY_MILLIS,
        rules,
        scale,
        (entries + FinalPage.ENTRIES - 1) / FinalPage.ENTRIES,
        entries,
        "digest",
        start + 2 * DAY_MILLIS,
        FinalFacts.UNKNOWN);
  }

  /** So many users, of whom many have equal scores, in the order of the board and with ranks. */
  static List<FinalEntry> entries(BoardDefinition board, int users, Random random) {
    List<FinalEntry> entries = new ArrayList<>();
    boolean isEarliest = board.ties() == Ties.EARLIEST;
    for (int i = 0; i < users; i++) {
      // Nearly half of them share one score, so that pages of every size end among equals.
      long score = random.nextInt(5) < 2 ? 500 : random.nextInt(1_000) - 300;
      String user = random.nextInt(4) == 0 ? "ü/" + i + " 🎯" : "u" + i;
      entries.add(new FinalEntry(0, user, score, isEarliest ? START + random.nextInt(50) : null));
    }
    Comparator<FinalEntry> byScore =
        Comparator.comparingLong(
            entry -> board.order() == Order.DESC ? -entry.score() : entry.score());
    Comparator<FinalEntry> byTime =
        Comparator.comparingLong(entry -> entry.reachedAt() == null ? 0 : entry.reachedAt());
    entries.sort(
        byScore
            .thenComparing(byTime)
            .thenComparing(
                FinalEntry::userId,
                (a, b) ->
                    Arrays.compareUnsigned(
                        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8))));
    List<FinalEntry> ranked = new ArrayList<>();
    for (int i = 0; i < users; i++) {
      FinalEntry entry = entries.get(i);
      boolean shares = !isEarliest && i > 0 && entries.get(i - 1).score() == entry.score();
      long rank = shares ? ranked.get(i - 1).rank() : i + 1;
      ranked.add(new FinalEntry(rank, entry.userId(), entry.score(), entry.reachedAt()));
    }
    return ranked;
  }

  /** Two who share the first place, and a third. */
  static List<FinalEntry> three() {
    return List.of(
        new FinalEntry(1, "ann", 30, null),
        new FinalEntry(1, "bob", 30, null),
        new FinalEntry(3, "cid", 20, null));
  }

  /** Closes everything that has ended. */
  static void close(BoardWriter boards, String game) {
    for (int partition = 0; partition < Stack.PARTITIONS; partition++) {
      boards.closed(game, partition, Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
    }
  }
}
