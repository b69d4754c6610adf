package io.leaderboard.ingest.publish;

/**
 * Told exactly once what became of a record, by the thread that published it or by the producer's.
 * Must return quickly: everything else waits for it.
 */
public interface Delivery {
  /** The log holds the record. */
  void delivered(int partition, long offset);

  /** It is not acknowledged. */
  void failed(NotDelivered why);
}
