package io.leaderboard.ingest;

import io.leaderboard.ingest.publish.PublishProperties;
import io.leaderboard.web.Problem;
import io.leaderboard.web.ProblemMapper;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;

/** What this service's own exceptions are as problems. */
final class IngestProblems implements ProblemMapper {
  @Override
  public Optional<Problem> map(Throwable failure) {
    // Whoever hands something over says itself what is unknown; what arrives here only read.
    if (failure instanceof KafkaException || failure instanceof TimeoutException) {
      return Optional.of(
          Problem.unavailable("Kafka did not answer in time", PublishProperties.RETRY_AFTER));
    }
    return Optional.empty();
  }
}
