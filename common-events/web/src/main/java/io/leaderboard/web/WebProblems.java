package io.leaderboard.web;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Everything that answers problems, for a service to import; it needs a {@link ProblemMapper}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpProperties.class)
public class WebProblems {
  @Bean
  ProblemHandler problemHandler(ProblemMapper mapper) {
    return new ProblemHandler(mapper);
  }

  /** So that a body that never goes on does not hold what was read of it for ever. */
  @Bean
  NettyServerCustomizer readTimeout(HttpProperties properties) {
    return server -> server.readTimeout(properties.readTimeout());
  }

  @Bean
  UnreadableTargets unreadableTargets() {
    return new UnreadableTargets();
  }
}
