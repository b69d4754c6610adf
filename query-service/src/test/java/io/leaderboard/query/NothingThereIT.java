package io.leaderboard.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.query.Api.Answer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import tools.jackson.databind.JsonNode;

/** A service that finds none of its servers, not even the names of some of them. */
class NothingThereIT {
  @Test
  void theStatusSaysOfEachProjectorWhyItIsNotKnown() {
    try (var service =
        (ReactiveWebServerApplicationContext)
            new SpringApplication(QueryService.class)
                .run(
                    "--server.port=0",
                    "--management.server.port=0",
                    "--leaderboard.log.bootstrap-servers=no-such-host.invalid:9092",
                    "--leaderboard.redis.uri=redis://127.0.0.1:1",
                    "--leaderboard.cassandra.contact-points=127.0.0.1:1")) {
      Api api = new Api(service.getWebServer().getPort());
      Answer status = api.get("/v1/status");
      assertThat(status.status()).as(status.body()).isEqualTo(200);
      JsonNode projectors = status.json().get("projectors");
      assertThat(projectors).hasSize(2);
      assertThat(projectors.get(0).get("problem").asString()).contains("Redis");
      assertThat(projectors.get(1).get("problem").asString())
          .isEqualTo("Kafka does not say what was committed");
      assertThat(api.get("/health").status()).isEqualTo(503);
    }
  }
}
