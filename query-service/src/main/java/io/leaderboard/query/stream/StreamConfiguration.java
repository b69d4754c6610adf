package io.leaderboard.query.stream;

import io.leaderboard.query.board.Boards;
import io.leaderboard.query.board.HotPages;
import io.leaderboard.query.metrics.QueryMetrics;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Streams. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StreamProperties.class)
class StreamConfiguration {
  @Bean
  Streams streams(HotPages pages, StreamProperties properties, QueryMetrics metrics) {
    Streams streams = new Streams(pages, properties, metrics);
    metrics.streams(streams::size, streams::watched);
    return streams;
  }

  @Bean
  RouterFunction<ServerResponse> streamRoutes(Boards boards, HotPages pages, Streams streams) {
    return new StreamRoutes(boards, pages, streams).routes();
  }
}
