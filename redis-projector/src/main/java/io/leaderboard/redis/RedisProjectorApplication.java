package io.leaderboard.redis;

import io.leaderboard.web.HttpPorts;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** Projects the log into Redis. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan({
  "io.leaderboard.cql",
  "io.leaderboard.log",
  "io.leaderboard.projection",
  "io.leaderboard.redis"
})
@Import(HttpPorts.class)
public class RedisProjectorApplication {
  /** Runs until the process is ended. */
  public static void main(String[] args) {
    SpringApplication.run(RedisProjectorApplication.class, args);
  }
}
