package io.leaderboard.query.games;

import io.leaderboard.query.board.Boards;
import io.leaderboard.query.freshness.FreshReads;
import io.leaderboard.query.generation.LiveGeneration;
import io.leaderboard.query.log.OpenLog;
import io.leaderboard.query.redis.RedisConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The games that are defined. */
@Configuration(proxyBeanMethods = false)
class GamesConfiguration {
  @Bean
  RouterFunction<ServerResponse> gamesRoutes(
      OpenLog log, FreshReads reads, Boards boards, RedisConnection redis, LiveGeneration live) {
    return new GamesRoutes(log, reads, new BoardSizes(boards, redis), new PendingRules(live))
        .routes();
  }
}
