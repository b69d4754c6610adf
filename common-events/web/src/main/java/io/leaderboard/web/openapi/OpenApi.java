package io.leaderboard.web.openapi;

import io.swagger.v3.oas.models.info.Info;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.server.WebFilter;

/**
 * The document of a service at {@code /v3/api-docs} and a page that shows it at {@code
 * /swagger-ui.html}, for a service to import; it needs an {@link Info}.
 */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:io/leaderboard/web/openapi/springdoc.properties")
public class OpenApi {
  @Bean
  OpenApiDocument openApiDocument(
      Info info,
      @Value("${leaderboard.openapi.server}") String server,
      List<RouterFunction<?>> functions) {
    return new OpenApiDocument(info, server, functions);
  }

  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  WebFilter guardedUi() {
    return new GuardedUi();
  }

  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  WebFilter offEventLoop() {
    return new OffEventLoop();
  }
}
