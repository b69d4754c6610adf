package io.leaderboard.query.rank;

import io.leaderboard.query.board.Boards;
import io.leaderboard.query.redis.RedisConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Where users stand. */
@Configuration(proxyBeanMethods = false)
class RankConfiguration {
  @Bean
  RouterFunction<ServerResponse> rankRoutes(Boards boards, RedisConnection redis) {
    return new RankRoutes(boards, new RankScript(redis)).routes();
  }
}
