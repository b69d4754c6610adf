package io.leaderboard.query.history;

import io.leaderboard.query.cassandra.CassandraConnection;
import io.leaderboard.query.freshness.Lag;
import io.leaderboard.query.log.OpenLog;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** History. */
@Configuration(proxyBeanMethods = false)
class HistoryConfiguration {
  @Bean
  RouterFunction<ServerResponse> historyRoutes(
      OpenLog log, Lag lag, CassandraConnection cassandra) {
    HistoryLag historyLag = new HistoryLag(log, lag, cassandra);
    return new HistoryRoutes(log, new EventPages(cassandra), historyLag).routes();
  }
}
