package io.leaderboard.query.board;

import io.leaderboard.query.freshness.FreshReads;
import io.leaderboard.query.generation.LiveGeneration;
import io.leaderboard.query.log.OpenLog;
import io.leaderboard.query.metrics.QueryMetrics;
import io.leaderboard.query.profile.Profiles;
import io.leaderboard.query.web.ReadRoutes;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Boards. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PagesProperties.class)
class BoardConfiguration {
  @Bean
  Boards boards(OpenLog log, Announced announced, LiveGeneration live, FreshReads reads) {
    return new Boards(log, announced, live, reads, Clock.systemUTC());
  }

  @Bean
  Slices slices() {
    return new Slices();
  }

  @Bean
  ClosedThrough closedThrough(OpenLog log) {
    return new ClosedThrough(log, Clock.systemUTC());
  }

  @Bean
  PastPeriods pastPeriods(ClosedThrough closings, Archive archive, Announced announced) {
    return new PastPeriods(closings, archive, announced);
  }

  @Bean
  Pages pages(Boards boards, Slices slices, ClosedThrough closings, PastPeriods past) {
    return new Pages(boards, slices, closings, past);
  }

  @Bean
  HotPages hotPages(
      Pages pages,
      Profiles profiles,
      FreshReads reads,
      PagesProperties properties,
      QueryMetrics metrics) {
    return new HotPages(pages, profiles, reads, properties, metrics);
  }

  @Bean
  ReadRoutes boardRoutes(Boards boards, HotPages pages) {
    return new ReadRoutes(new BoardRoutes(boards, pages).routes());
  }
}
