package io.leaderboard.query.profile;

import io.leaderboard.log.LogProperties;
import io.leaderboard.log.LogView;
import io.leaderboard.query.metrics.QueryMetrics;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who users are. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProfileProperties.class)
class ProfileConfiguration {
  @Bean
  ProfileTable profiles(ProfileProperties properties, QueryMetrics metrics) {
    ProfileTable table = new ProfileTable(properties.maxMemory().toBytes());
    metrics.profiles(table::size, table::bytes, table::forgotten);
    return table;
  }

  @Bean(initMethod = "start")
  ProfileTail profileTail(
      LogProperties properties, LogView log, ProfileTable profiles, QueryMetrics metrics) {
    return new ProfileTail(properties, log, profiles, metrics);
  }
}
