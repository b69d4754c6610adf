package io.leaderboard.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A board as the query API shows it, walked page by page. */
final class RedisBoard {
  private RedisBoard() {}

  /** User to score. Checks the ranks on the way: they never go down, and begin with 1. */
  static Map<String, BigDecimal> read(Api query, String gameId, String boardId) {
    Map<String, BigDecimal> scores = new HashMap<>();
    String path = "/v1/games/%s/boards/%s/top?limit=100".formatted(gameId, boardId);
    String cursor = "";
    long lastRank = 1;
    while (true) {
      Api.Answer answer = query.get(path + cursor);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      JsonNode page = answer.json();
      for (JsonNode item : page.get("items")) {
        long rank = item.get("rank").asLong();
        assertThat(rank).isBetween(lastRank, (long) scores.size() + 1);
        lastRank = rank;
        BigDecimal score = item.get("score").decimalValue();
        assertThat(scores.put(item.get("userId").asString(), plain(score))).isNull();
      }
      JsonNode next = page.get("next");
      if (next == null) {
        assertThat(page.get("total").asInt()).isEqualTo(scores.size());
        return scores;
      }
      cursor = "&cursor=" + next.asString();
    }
  }

  /** 12.0 and 12 are the same score, but not equal. */
  static BigDecimal plain(BigDecimal score) {
    return score.setScale(1);
  }
}
