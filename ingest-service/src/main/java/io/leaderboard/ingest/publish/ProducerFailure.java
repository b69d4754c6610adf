package io.leaderboard.ingest.publish;

import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/** Which failures leave a producer in a state that it does not leave, or that is not worth it. */
final class ProducerFailure {
  private static final List<Class<? extends Throwable>> FATAL =
      List.of(
          ClusterAuthorizationException.class,
          InvalidPidMappingException.class,
          InvalidProducerEpochException.class,
          OutOfOrderSequenceException.class,
          ProducerFencedException.class,
          UnknownProducerIdException.class,
          UnsupportedVersionException.class);

  private ProducerFailure() {}

  /**
   * Whether another producer should take over. An idempotent producer whose batch timed out goes on
   * with a higher epoch by itself; what stays are errors of its identity, and what is no answer of
   * a broker at all, such as its thread having ended.
   */
  static boolean isFatal(@Nullable Throwable failure) {
    if (failure == null) {
      return false;
    }
    boolean ofBroker = failure instanceof ApiException;
    return FATAL.stream().anyMatch(type -> type.isInstance(failure))
        || (failure instanceof KafkaException && !ofBroker);
  }
}
