package io.leaderboard.query.redis;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The connection to Redis. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RedisProperties.class)
class RedisConfiguration {
  @Bean(initMethod = "start")
  RedisConnection redisConnection(RedisProperties properties) {
    return new RedisConnection(properties);
  }

  @Bean(initMethod = "start")
  ReadServers readServers(RedisConnection redis, RedisProperties properties) {
    return new ReadServers(redis, properties);
  }
}
