package io.leaderboard.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.ingest.publish.LogProducer;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.KafkaAddress;
import io.leaderboard.servers.testing.TestServers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What happens to requests while the service is stopped. */
final class ShutdownIT {
  @Test
  void aScoreThatIsOnItsWayIsAnsweredBeforeTheServiceEnds() throws Exception {
    try (DedicatedServer<KafkaAddress> kafka = TestServers.dedicatedKafka()) {
      // Patient, so that the score is still on its way when the service is told to stop.
      RunningIngest ingest =
          RunningIngest.startReady(
              kafka.address().bootstrapServers(),
              "leaderboard.publish.delivery-timeout=20s",
              "leaderboard.publish.answer-within=20s");
      String path = "/v1/games/g/scores";
      String score = "{\"userId\":\"u\",\"score\":1}";
      assertThat(ingest.post(path, score).status()).isEqualTo(202);
      LogProducer producer = ingest.bean(LogProducer.class);
      kafka.pause();
      CompletableFuture<Integer> answer = ingest.postStatus(path, score);
      await().atMost(Duration.ofSeconds(5)).until(() -> producer.inFlight() == 1);
      CompletableFuture<Void> closed = CompletableFuture.runAsync(ingest::close);
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(() -> assertThat(ingest.isAccepting()).isFalse());
      kafka.resume();
      assertThat(answer.get(15, TimeUnit.SECONDS)).isEqualTo(202);
      closed.get(20, TimeUnit.SECONDS);
    }
  }
}
