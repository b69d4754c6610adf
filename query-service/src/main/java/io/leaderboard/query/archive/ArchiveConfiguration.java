package io.leaderboard.query.archive;

import io.leaderboard.log.LogProperties;
import io.leaderboard.log.LogView;
import io.leaderboard.query.board.Announced;
import io.leaderboard.query.board.Archive;
import io.leaderboard.query.cassandra.CassandraConnection;
import io.leaderboard.query.freshness.FreshReads;
import io.leaderboard.query.log.OpenLog;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Archives. */
@Configuration(proxyBeanMethods = false)
class ArchiveConfiguration {
  @Bean(initMethod = "start")
  ArchiveProgress archiveProgress(LogProperties properties, CassandraConnection cassandra) {
    return new ArchiveProgress(properties, cassandra);
  }

  @Bean(initMethod = "start")
  ManifestTail manifestTail(LogProperties properties, LogView log) {
    return new ManifestTail(properties, log);
  }

  @Bean
  Announced announced(ManifestTail manifests) {
    return manifests.announced();
  }

  @Bean
  Archive archive(CassandraConnection cassandra, ArchiveProgress progress) {
    return new CassandraArchive(cassandra, progress);
  }

  @Bean
  RouterFunction<ServerResponse> finishRoutes(
      OpenLog log, FreshReads reads, CassandraConnection cassandra, ArchiveProgress progress) {
    return new FinishRoutes(log, reads, new Finishes(cassandra), progress).routes();
  }
}
