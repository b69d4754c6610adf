package io.leaderboard.web;

import io.leaderboard.web.connection.HttpConnections;
import io.leaderboard.web.connection.LastAnswers;
import io.leaderboard.web.gate.BodyCheck;
import io.leaderboard.web.gate.Gate;
import io.leaderboard.web.gate.HostCheck;
import io.leaderboard.web.gate.OriginCheck;
import io.leaderboard.web.gate.TargetCheck;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What every port of a service has, for one to import that serves nothing but Actuator. A service
 * with an API has an {@link OriginCheck} bean for it.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpProperties.class)
public class HttpPorts {
  @Bean
  HttpConnections httpConnections(
      HttpProperties properties, ObjectProvider<MeterRegistry> registry) {
    GoneClient.quiet();
    return new HttpConnections(properties, registry.getIfAvailable(SimpleMeterRegistry::new));
  }

  @Bean
  LastAnswers lastAnswers(HttpConnections connections, HttpProperties properties) {
    return new LastAnswers(connections, properties.stopGrace());
  }

  @Bean
  Gate gate(
      HttpProperties properties,
      ObjectProvider<OriginCheck> origins,
      ObjectProvider<MeterRegistry> registry) {
    return gate(
        properties,
        origins.getIfAvailable(OriginCheck::ofActuator),
        registry.getIfAvailable(SimpleMeterRegistry::new));
  }

  /** Knows what the service does, if it has a {@link ProblemMapper}, and what all have. */
  @Bean
  Problems problems(ObjectProvider<ProblemMapper> mapper) {
    return new Problems(mapper.getIfAvailable(() -> failure -> Optional.empty()));
  }

  @Bean
  ProblemHandler problemHandler(Problems problems) {
    return new ProblemHandler(problems);
  }

  static Gate gate(HttpProperties properties, OriginCheck origins, MeterRegistry registry) {
    return new Gate(
        List.of(new HostCheck(properties.hosts()), new TargetCheck(), new BodyCheck(), origins),
        registry);
  }
}
