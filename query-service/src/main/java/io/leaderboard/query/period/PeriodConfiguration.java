package io.leaderboard.query.period;

import io.leaderboard.query.board.Archive;
import io.leaderboard.query.board.Boards;
import io.leaderboard.query.board.ClosedThrough;
import io.leaderboard.query.board.PastPeriods;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Periods. */
@Configuration(proxyBeanMethods = false)
class PeriodConfiguration {
  @Bean
  RouterFunction<ServerResponse> periodRoutes(
      Boards boards, Archive archive, ClosedThrough closings, PastPeriods past) {
    return new PeriodRoutes(boards, new KnownPeriods(), archive, closings, past).routes();
  }
}
