package io.leaderboard.query.rank;

import io.leaderboard.query.board.Boards;
import io.leaderboard.query.board.Closings;
import io.leaderboard.query.profile.Profiles;
import io.leaderboard.query.redis.RedisConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Where users stand. */
@Configuration(proxyBeanMethods = false)
class RankConfiguration {
  @Bean
  RouterFunction<ServerResponse> rankRoutes(
      Boards boards, Closings closings, Profiles profiles, RedisConnection redis) {
    Standings standings = new Standings(redis);
    Around around = new Around(redis, standings);
    return new RankRoutes(boards, standings, profiles)
        .routes()
        .and(new AroundRoutes(boards, around, closings, profiles).routes())
        .and(new FriendsRoutes(boards, standings, profiles).routes())
        .and(new ScoreRankRoutes(boards, standings).routes())
        .and(new UserBoardsRoutes(boards, standings, profiles).routes());
  }
}
