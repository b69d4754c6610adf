package io.leaderboard.query.rank;

import io.leaderboard.query.board.Boards;
import io.leaderboard.query.board.PastPeriods;
import io.leaderboard.query.profile.Profiles;
import io.leaderboard.query.web.ReadRoute;
import io.leaderboard.query.web.ReadRoutes;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Where users stand. */
@Configuration(proxyBeanMethods = false)
class RankConfiguration {
  @Bean
  Standings boardStandings() {
    return new Standings();
  }

  @Bean
  PeriodStandings periodStandings(Standings standings, PastPeriods past) {
    return new PeriodStandings(standings, past);
  }

  @Bean
  ReadRoutes hotRankRoutes(
      Boards boards, Profiles profiles, Standings standings, PeriodStandings ofAnyPeriod) {
    List<ReadRoute> routes =
        new ArrayList<>(new RankRoutes(boards, ofAnyPeriod, profiles).routes());
    Around around = new Around(standings);
    routes.add(new AroundRoutes(boards, around, ofAnyPeriod, profiles).route());
    return new ReadRoutes(routes);
  }

  @Bean
  RouterFunction<ServerResponse> rankRoutes(
      Boards boards, Profiles profiles, PeriodStandings ofAnyPeriod) {
    return new FriendsRoutes(boards, ofAnyPeriod, profiles)
        .routes()
        .and(new ScoreRankRoutes(boards, ofAnyPeriod).routes())
        .and(new UserBoardsRoutes(boards, ofAnyPeriod, profiles).routes());
  }
}
