package io.leaderboard.cassandra;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The cassandra-projector. */
@SpringBootApplication(proxyBeanMethods = false)
public class CassandraProjectorApplication {
  /** Starts the service. */
  public static void main(String[] args) {
    SpringApplication.run(CassandraProjectorApplication.class, args);
  }
}
