package io.leaderboard.web;

import io.leaderboard.web.connection.HttpConnections;
import io.leaderboard.web.gate.OriginCheck;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * The same for a port of Actuator's own, whose server Spring Boot makes in a context of its own and
 * of which it asks none of the beans that it asks of the main one.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
class ManagementPort {
  @Bean
  WebServerFactoryCustomizer<NettyReactiveWebServerFactory> managementEdge(
      HttpConnections connections, HttpProperties properties, MeterRegistry registry) {
    return factory -> {
      factory.addServerCustomizers(connections);
      factory.addRouteProviders(HttpPorts.gate(properties, OriginCheck.ofActuator(), registry));
    };
  }
}
