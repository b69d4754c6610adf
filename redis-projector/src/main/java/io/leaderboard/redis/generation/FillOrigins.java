package io.leaderboard.redis.generation;

import java.util.Optional;

/** What can be filled from. Both methods may block for some seconds. Thread-safe. */
public interface FillOrigins {
  /**
   * From standings, whether or not the log is whole.
   *
   * @throws RuntimeException when Cassandra is away, or holds nothing that the log goes on from;
   *     the message says what to do
   */
  Origin standings();

  /**
   * Empty while the log has its start: it is filled from then; otherwise as {@link #standings}.
   *
   * @throws RuntimeException when Kafka or Cassandra cannot tell now
   */
  Optional<Origin> best();

  /** Of a log that is always whole. */
  static FillOrigins wholeLog() {
    return new FillOrigins() {
      @Override
      public Origin standings() {
        throw new IllegalStateException("there are no standings to fill from");
      }

      @Override
      public Optional<Origin> best() {
        return Optional.empty();
      }
    };
  }
}
