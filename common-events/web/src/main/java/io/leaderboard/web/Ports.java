package io.leaderboard.web;

import io.leaderboard.web.connection.HttpConnections;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What every port of a service has, for one to import that serves nothing but Actuator. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpProperties.class)
public class Ports {
  @Bean
  HttpConnections httpConnections(
      HttpProperties properties, ObjectProvider<MeterRegistry> registry) {
    GoneClient.quiet();
    return new HttpConnections(properties, registry.getIfAvailable(SimpleMeterRegistry::new));
  }
}
