package io.leaderboard.redis;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Projects the log into Redis. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan({
  "io.leaderboard.cql",
  "io.leaderboard.log",
  "io.leaderboard.projection",
  "io.leaderboard.redis"
})
public class RedisProjectorApplication {
  /** Runs until the process is ended. */
  public static void main(String[] args) {
    SpringApplication.run(RedisProjectorApplication.class, args);
  }
}
