package io.leaderboard.ingest.score;

import io.leaderboard.ingest.IngestMetrics;
import io.leaderboard.ingest.game.AutomaticGames;
import io.leaderboard.ingest.game.GameLog;
import io.leaderboard.ingest.publish.LogProducer;
import io.leaderboard.ingest.publish.PublishProperties;
import io.leaderboard.web.Routes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The routes that take scores. */
@Configuration(proxyBeanMethods = false)
class ScoreRoutes {
  private final SingleScores single;
  private final BatchScores batch;

  ScoreRoutes(
      GameLog games,
      AutomaticGames automatic,
      LogProducer producer,
      IngestMetrics metrics,
      ScoreProperties properties,
      PublishProperties publish) {
    ScoreIntake intake = new ScoreIntake(games, automatic, producer, metrics);
    this.single = new SingleScores(intake, publish.answerWithin());
    this.batch = new BatchScores(intake, properties, publish);
  }

  @Bean
  RouterFunction<ServerResponse> gameScoresRoute() {
    return Routes.at("/v1/games/{gameId}/scores")
        .post(MediaType.APPLICATION_JSON, single::ofGame)
        .build();
  }

  @Bean
  RouterFunction<ServerResponse> scoresRoute() {
    return Routes.at("/v1/scores")
        .post(MediaType.APPLICATION_JSON, batch::array)
        .post(MediaType.APPLICATION_NDJSON, batch::lines)
        .build();
  }

  @Bean
  RouterFunction<ServerResponse> scoreRoute() {
    return Routes.at("/score").post(MediaType.APPLICATION_JSON, single::ofAnyGame).build();
  }
}
