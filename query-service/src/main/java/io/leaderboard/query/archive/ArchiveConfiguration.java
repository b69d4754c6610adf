package io.leaderboard.query.archive;

import io.leaderboard.query.board.Archive;
import io.leaderboard.query.cassandra.CassandraConnection;
import io.leaderboard.query.freshness.FreshReads;
import io.leaderboard.query.log.LogView;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Archives. */
@Configuration(proxyBeanMethods = false)
class ArchiveConfiguration {
  @Bean
  Archive archive(CassandraConnection cassandra) {
    return new CassandraArchive(cassandra);
  }

  @Bean
  RouterFunction<ServerResponse> finishRoutes(
      LogView log, FreshReads reads, CassandraConnection cassandra) {
    return new FinishRoutes(log, reads, new Finishes(cassandra)).routes();
  }
}
