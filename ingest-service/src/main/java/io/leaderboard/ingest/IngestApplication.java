package io.leaderboard.ingest;

import io.leaderboard.ingest.game.AutomaticGames;
import io.leaderboard.ingest.game.AutomaticGamesProperties;
import io.leaderboard.ingest.game.GameWriter;
import io.leaderboard.ingest.publish.LogProducer;
import io.leaderboard.ingest.publish.PublishProperties;
import io.leaderboard.log.LogProperties;
import io.leaderboard.log.LogView;
import io.leaderboard.web.ProblemMapper;
import io.leaderboard.web.WebProblems;
import io.leaderboard.web.gate.OriginCheck;
import io.leaderboard.web.openapi.OpenApi;
import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.models.info.Info;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;

/** The write API of the leaderboard. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
@EnableConfigurationProperties(LogProperties.class)
@Import({WebProblems.class, OpenApi.class})
public class IngestApplication {
  public static void main(String[] args) {
    SpringApplication.run(IngestApplication.class, args);
  }

  @Bean(initMethod = "start")
  LogView logView(LogProperties properties) {
    return new LogView(properties, "ingest");
  }

  @Bean
  LogProducer logProducer(LogProperties log, PublishProperties publish, IngestMetrics metrics) {
    LogProducer producer = new LogProducer(log, publish);
    metrics.inFlight(producer::inFlight);
    return producer;
  }

  @Bean
  GameWriter gameWriter(LogView log, LogProducer producer) {
    return new GameWriter(log, producer);
  }

  @Bean
  AutomaticGames automaticGames(
      GameWriter log, AutomaticGamesProperties properties, ServerProperties server) {
    return new AutomaticGames(log, properties, server.getAddress());
  }

  @Bean
  IngestMetrics ingestMetrics(MeterRegistry registry) {
    return new IngestMetrics(registry);
  }

  @Bean
  ProblemMapper problemMapper() {
    return new IngestProblems();
  }

  @Bean
  Info info() {
    return new Info()
        .title("Leaderboard: write API")
        .version("1")
        .description(
            "Takes scores, game definitions and what is shown of users. Every problem is"
                + " `application/problem+json` (RFC 9457).");
  }

  @Bean
  OriginCheck originCheck(CorsProperties properties) {
    return OriginCheck.ofApi(properties.allowedOrigins());
  }

  @Bean
  CorsWebFilter corsWebFilter(CorsProperties properties) {
    UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
    if (!properties.allowedOrigins().isEmpty()) {
      CorsConfiguration cors = new CorsConfiguration();
      cors.setAllowedOrigins(properties.allowedOrigins());
      cors.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
      cors.setAllowedHeaders(List.of("*"));
      cors.setExposedHeaders(List.of("ETag", "Retry-After"));
      cors.setMaxAge(Duration.ofHours(1));
      source.registerCorsConfiguration("/**", cors);
    }
    return new CorsWebFilter(source);
  }
}
