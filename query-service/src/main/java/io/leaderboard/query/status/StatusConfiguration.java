package io.leaderboard.query.status;

import io.leaderboard.log.LogEnds;
import io.leaderboard.log.LogProperties;
import io.leaderboard.query.freshness.FreshReads;
import io.leaderboard.query.generation.LiveGeneration;
import io.leaderboard.query.generation.RebuildShares;
import io.leaderboard.query.log.OpenLog;
import io.leaderboard.query.position.Positions;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** How far every projection is. */
@Configuration(proxyBeanMethods = false)
class StatusConfiguration {
  @Bean
  Projector redisProjector(OpenLog log, LiveGeneration live, Positions positions) {
    return new RedisProjector(log, live, positions);
  }

  @Bean
  Projector cassandraProjector(LogProperties properties) {
    return new CommittedProjector(properties, "cassandra-projector");
  }

  @Bean
  RouterFunction<ServerResponse> statusRoutes(
      OpenLog log,
      LogEnds ends,
      LiveGeneration live,
      RebuildShares progress,
      FreshReads reads,
      List<Projector> projectors) {
    ProjectorReport report = new ProjectorReport(log, ends);
    return new StatusRoutes(live, progress, reads, report, projectors).routes();
  }
}
