package io.leaderboard.query.cassandra;

import io.leaderboard.cql.CassandraProperties;
import io.leaderboard.query.metrics.QueryMetrics;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is read of Cassandra. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({CassandraProperties.class, ReadProperties.class})
class CassandraConfiguration {
  @Bean(initMethod = "start")
  CassandraConnection cassandraConnection(
      CassandraProperties cassandra,
      ReadProperties properties,
      ObjectProvider<SslBundles> bundles,
      QueryMetrics metrics) {
    ReadSessions sessions = new ReadSessions(cassandra, properties, bundles.getIfAvailable());
    return new CassandraConnection(cassandra, properties.requestTimeout(), sessions, metrics);
  }
}
