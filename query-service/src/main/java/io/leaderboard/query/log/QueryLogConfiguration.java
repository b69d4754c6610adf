package io.leaderboard.query.log;

import io.leaderboard.log.LogEnds;
import io.leaderboard.log.LogProperties;
import io.leaderboard.log.LogView;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this service follows of the log. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LogProperties.class)
class QueryLogConfiguration {
  private static final String CLIENT_ID = "query-service";

  @Bean(initMethod = "start")
  LogView logView(LogProperties properties) {
    return new LogView(properties, CLIENT_ID);
  }

  @Bean
  OpenLog openLog(LogView log) {
    return new OpenLog(log);
  }

  @Bean(initMethod = "start")
  LogEnds logEnds(LogProperties properties, LogView log) {
    return new LogEnds(properties, log, CLIENT_ID);
  }

  @Bean(initMethod = "start")
  LogEndNow logEndNow(LogProperties properties, LogView log) {
    return new LogEndNow(properties, log);
  }
}
