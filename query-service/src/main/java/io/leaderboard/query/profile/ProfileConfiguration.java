package io.leaderboard.query.profile;

import io.leaderboard.events.user.ProfileTable;
import io.leaderboard.log.LogProperties;
import io.leaderboard.log.LogView;
import io.leaderboard.log.UsersTail;
import io.leaderboard.query.metrics.QueryMetrics;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who users are. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProfileProperties.class)
class ProfileConfiguration {
  @Bean
  ProfileTable profileTable(ProfileProperties properties, QueryMetrics metrics) {
    ProfileTable table = new ProfileTable(properties.maxMemory().toBytes());
    metrics.profiles(table::size, table::bytes, table::forgotten);
    return table;
  }

  @Bean
  Profiles profiles(ProfileTable table) {
    return table::of;
  }

  @Bean(initMethod = "start")
  UsersTail usersTail(
      LogProperties properties, LogView log, ProfileTable table, QueryMetrics metrics) {
    return new UsersTail(properties, log, table, "query-service-users", metrics::profileUnreadable);
  }
}
