package io.leaderboard.events.reference;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.Ties;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The list of a board as it must be shown. */
public final class ReferenceRanking {
  /** One line of the list. */
  public record Entry(long rank, String userId, BigDecimal score) {}

  private record Ranked(String userId, ReferenceStanding standing) {}

  private ReferenceRanking() {}

  /** Everybody on a board in one period, the best first. */
  public static List<Entry> list(
      Map<StandingKey, ReferenceStanding> standings,
      String gameId,
      BoardDefinition board,
      String period) {
    List<Ranked> ranked = new ArrayList<>();
    standings.forEach(
        (key, standing) -> {
          if (key.gameId().equals(gameId)
              && key.boardId().equals(board.id())
              && key.period().equals(period)) {
            ranked.add(new Ranked(key.userId(), standing));
          }
        });
    ranked.sort(listed(board));
    List<Entry> entries = new ArrayList<>();
    long rank = 0;
    for (int i = 0; i < ranked.size(); i++) {
      Ranked user = ranked.get(i);
      boolean shares =
          board.ties() == Ties.SHARED
              && i > 0
              && user.standing().score().compareTo(ranked.get(i - 1).standing().score()) == 0;
      if (!shares) {
        rank = i + 1L;
      }
      entries.add(new Entry(rank, user.userId(), user.standing().score()));
    }
    return entries;
  }

  /** The order of user ids: byte by byte in UTF-8, bytes unsigned. */
  public static int compareUserIds(String one, String other) {
    return Arrays.compareUnsigned(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static Comparator<Ranked> listed(BoardDefinition board) {
    Comparator<Ranked> byScore = Comparator.comparing(user -> user.standing().score());
    Comparator<Ranked> best = board.order() == Order.ASC ? byScore : byScore.reversed();
    if (board.ties() == Ties.EARLIEST) {
      best = best.thenComparing(user -> user.standing().reachedAt());
    }
    return best.thenComparing(Ranked::userId, ReferenceRanking::compareUserIds);
  }
}
