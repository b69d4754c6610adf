package io.leaderboard.cassandra;

import io.leaderboard.web.HttpPorts;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;

/** The cassandra-projector. */
@SpringBootApplication(proxyBeanMethods = false)
@Import(HttpPorts.class)
public class CassandraProjectorApplication {
  /** Starts the service. */
  public static void main(String[] args) {
    SpringApplication.run(CassandraProjectorApplication.class, args);
  }
}
