package io.leaderboard.query;

import io.leaderboard.web.WebProblems;
import io.leaderboard.web.openapi.OpenApi;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;

/** The read API as a process. */
@SpringBootApplication(proxyBeanMethods = false)
@Import({WebProblems.class, OpenApi.class})
public class QueryService {
  /** Starts the service; it is ready once the games are read and Redis answers. */
  public static void main(String[] args) {
    SpringApplication.run(QueryService.class, args);
  }
}
