package io.leaderboard.query.board;

import io.leaderboard.query.freshness.FreshReads;
import io.leaderboard.query.generation.LiveGeneration;
import io.leaderboard.query.log.LogView;
import io.leaderboard.query.profile.Profiles;
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
  Boards boards(LogView log, LiveGeneration live, FreshReads reads) {
    return new Boards(log, live, reads, Clock.systemUTC());
  }

  @Bean
  Slices slices(RedisConnection redis) {
    return new Slices(redis);
  }

  @Bean
  Closings closings(RedisConnection redis, LogView log) {
    return new Closings(redis, log);
  }

  @Bean
  Pages pages(Boards boards, Slices slices, Closings closings) {
    return new Pages(boards, slices, closings);
  }

  @Bean
  RouterFunction<ServerResponse> boardRoutes(Boards boards, Pages pages, Profiles profiles) {
    return new BoardRoutes(boards, pages, profiles).routes();
  }
}
