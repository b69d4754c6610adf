package io.leaderboard.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

final class ProducerFailureTest {
  @Test
  void whatABrokerMayAnswerNextTimeInAnotherWayIsNotFatal() {
    assertThat(ProducerFailure.isFatal(null)).isFalse();
    assertThat(ProducerFailure.isFatal(new TimeoutException())).isFalse();
    assertThat(ProducerFailure.isFatal(new NotEnoughReplicasException("2"))).isFalse();
    assertThat(ProducerFailure.isFatal(new RecordTooLargeException())).isFalse();
  }

  @Test
  void whatAProducerDoesNotLeaveIsFatal() {
    assertThat(ProducerFailure.isFatal(new OutOfOrderSequenceException("x"))).isTrue();
    assertThat(ProducerFailure.isFatal(new ProducerFencedException("x"))).isTrue();
    assertThat(ProducerFailure.isFatal(new KafkaException("in an error state"))).isTrue();
  }
}
