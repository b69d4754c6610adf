package io.leaderboard.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Everything that answers problems, for a service to import; it needs a {@link ProblemMapper}. */
@Configuration(proxyBeanMethods = false)
public class WebProblems {
  @Bean
  ProblemHandler problemHandler(ProblemMapper mapper) {
    return new ProblemHandler(mapper);
  }

  @Bean
  UnreadableTargets unreadableTargets() {
    return new UnreadableTargets();
  }
}
