package io.leaderboard.query.board;

import io.leaderboard.query.freshness.FreshReads;
import io.leaderboard.query.log.LogView;
import io.leaderboard.query.redis.RedisConnection;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Boards. */
@Configuration(proxyBeanMethods = false)
class BoardConfiguration {
  @Bean
  Boards boards(LogView log, FreshReads reads) {
    return new Boards(log, reads, Clock.systemUTC());
  }

  @Bean
  RouterFunction<ServerResponse> boardRoutes(Boards boards, RedisConnection redis) {
    return new BoardRoutes(boards, new Pages(boards, new BoardPageScript(redis))).routes();
  }
}
