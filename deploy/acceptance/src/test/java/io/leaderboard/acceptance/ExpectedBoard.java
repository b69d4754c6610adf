package io.leaderboard.acceptance;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a board must show: the plain fold of what was acknowledged, each event id once. Shares
 * nothing with the product.
 */
final class ExpectedBoard {
  private ExpectedBoard() {}

  /** User to score, by the name of the aggregation, and {@code asc} for the smallest. */
  static Map<String, BigDecimal> of(String board, Collection<Score> acknowledged) {
    Map<String, List<Score>> byUser =
        acknowledged.stream().collect(Collectors.groupingBy(Score::userId));
    Map<String, BigDecimal> expected = new HashMap<>();
    byUser.forEach((user, scores) -> expected.put(user, RedisBoard.plain(fold(board, scores))));
    return expected;
  }

  private static BigDecimal fold(String board, List<Score> scores) {
    return switch (board) {
      case "best" -> scores.stream().map(Score::score).max(Comparator.naturalOrder()).orElseThrow();
      case "asc" -> scores.stream().map(Score::score).min(Comparator.naturalOrder()).orElseThrow();
      case "sum" -> scores.stream().map(Score::score).reduce(BigDecimal.ZERO, BigDecimal::add);
      case "count" -> BigDecimal.valueOf(scores.size());
      case "last" ->
          scores.stream().max(Comparator.comparingLong(Score::occurredAt)).orElseThrow().score();
      default -> throw new IllegalArgumentException(board);
    };
  }
}
