package io.leaderboard.query.log;

import io.leaderboard.log.EventLog;
import io.leaderboard.log.LogEnds;
import io.leaderboard.log.LogProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this service follows of the log. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LogProperties.class)
class QueryLogConfiguration {
  private static final String CLIENT_ID = "query-service";

  @Bean(initMethod = "start")
  EventLog eventLog(LogProperties properties) {
    return new EventLog(properties, CLIENT_ID);
  }

  @Bean
  LogView logView(EventLog log) {
    return new LogView(log);
  }

  @Bean(initMethod = "start")
  LogEnds logEnds(LogProperties properties, EventLog log) {
    return new LogEnds(properties, log, CLIENT_ID);
  }

  @Bean(initMethod = "start")
  LogEndNow logEndNow(LogProperties properties, EventLog log) {
    return new LogEndNow(properties, log);
  }
}
