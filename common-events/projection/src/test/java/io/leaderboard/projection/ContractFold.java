package io.leaderboard.projection;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.standing.Standing;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a log gives on boards of all time, computed as plainly as can be. */
final class ContractFold {
  private static final BigDecimal MOST = new BigDecimal("999999999999999");

  private record Placed(int partition, long offset, ScoreEvent event) {
    boolean repeats(Placed earlier) {
      return partition == earlier.partition
          && offset - earlier.offset <= ContractGames.WINDOW
          && event.eventId().equals(earlier.event.eventId())
          && event.gameId().equals(earlier.event.gameId())
          && event.userId().equals(earlier.event.userId());
    }
  }

  private final List<Placed> all = new ArrayList<>();
  private final List<Placed> events = new ArrayList<>();

  void add(int partition, long offset, ScoreEvent event) {
    Placed placed = new Placed(partition, offset, event);
    if (event.gameId().equals(ContractGames.GAME) && all.stream().noneMatch(placed::repeats)) {
      events.add(placed);
    }
    all.add(placed);
  }

  Map<String, Standing> standings(BoardDefinition board) {
    Map<String, Standing> standings = new HashMap<>();
    for (Placed placed : events) {
      ScoreEvent event = placed.event();
      BigDecimal value = value(board, event);
      if (value != null) {
        standings.compute(
            event.userId(), (user, held) -> next(board, held, value, event.occurredAt()));
      }
    }
    return standings;
  }

  private static @Nullable BigDecimal value(BoardDefinition board, ScoreEvent event) {
    Long number =
        board.metric().equals("score") ? (Long) event.score() : event.metrics().get(board.metric());
    if (number == null) {
      return null;
    }
    if (board.aggregation() == Aggregation.COUNT) {
      return BigDecimal.ONE;
    }
    BigDecimal scaled =
        BigDecimal.valueOf(number, event.scale()).scaleByPowerOfTen(ContractGames.DECIMALS);
    return isWhole(scaled) && scaled.abs().compareTo(MOST) <= 0 ? scaled : null;
  }

  private static boolean isWhole(BigDecimal number) {
    return number.remainder(BigDecimal.ONE).signum() == 0;
  }

  private static Standing next(
      BoardDefinition board, @Nullable Standing held, BigDecimal value, long at) {
    Standing alone = new Standing(value.longValueExact(), at);
    if (held == null) {
      return alone;
    }
    return switch (board.aggregation()) {
      case BEST -> better(board.order(), alone, held) ? alone : held;
      case LAST -> at >= held.reachedAt() ? alone : held;
      case SUM, COUNT -> {
        BigDecimal sum = value.add(BigDecimal.valueOf(held.value()));
        yield sum.abs().compareTo(MOST) > 0
            ? held
            : new Standing(sum.longValueExact(), Math.max(at, held.reachedAt()));
      }
    };
  }

  private static boolean better(Order order, Standing next, Standing held) {
    if (next.value() == held.value()) {
      return next.reachedAt() < held.reachedAt();
    }
    return (next.value() > held.value()) == (order == Order.DESC);
  }
}
