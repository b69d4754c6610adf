package io.leaderboard.query.cassandra;

import io.leaderboard.query.metrics.QueryMetrics;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is read of Cassandra. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CassandraProperties.class)
class CassandraConfiguration {
  @Bean(initMethod = "start")
  CassandraConnection cassandraConnection(
      CassandraProperties properties, ObjectProvider<SslBundles> bundles, QueryMetrics metrics) {
    SessionOpener opener = new SessionOpener(properties, bundles.getIfAvailable());
    return new CassandraConnection(properties, opener, metrics);
  }
}
