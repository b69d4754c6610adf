package io.leaderboard.web;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.server.reactive.HttpHandler;

/** Everything that answers problems, for a service to import; it needs a {@link ProblemMapper}. */
@Configuration(proxyBeanMethods = false)
@Import(HttpPorts.class)
public class WebProblems {
  @Bean
  DirectProblems directProblems(Problems problems) {
    return new DirectProblems(problems);
  }

  @Bean
  WebFlux webFlux(ObjectProvider<HttpHandler> handler) {
    return new WebFlux(handler);
  }
}
