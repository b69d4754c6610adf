package io.leaderboard.query.page;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Serves the web page. */
@Configuration(proxyBeanMethods = false)
class PageConfiguration {
  @Bean
  RouterFunction<ServerResponse> pageRoutes() {
    return new PageRoutes(new PageFiles()).routes();
  }
}
