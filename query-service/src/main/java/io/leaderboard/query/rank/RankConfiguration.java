package io.leaderboard.query.rank;

import io.leaderboard.query.board.Boards;
import io.leaderboard.query.board.Closings;
import io.leaderboard.query.profile.Profiles;
import io.leaderboard.query.redis.RedisConnection;
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
  Standings boardStandings(RedisConnection redis) {
    return new Standings(redis);
  }

  @Bean
  ReadRoutes hotRankRoutes(
      Boards boards,
      Closings closings,
      Profiles profiles,
      RedisConnection redis,
      Standings standings) {
    List<ReadRoute> routes = new ArrayList<>(new RankRoutes(boards, standings, profiles).routes());
    Around around = new Around(redis, standings);
    routes.add(new AroundRoutes(boards, around, closings, profiles).route());
    return new ReadRoutes(routes);
  }

  @Bean
  RouterFunction<ServerResponse> rankRoutes(Boards boards, Profiles profiles, Standings standings) {
    return new FriendsRoutes(boards, standings, profiles)
        .routes()
        .and(new ScoreRankRoutes(boards, standings).routes())
        .and(new UserBoardsRoutes(boards, standings, profiles).routes());
  }
}
