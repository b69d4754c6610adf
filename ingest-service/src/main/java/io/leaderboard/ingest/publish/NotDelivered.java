package io.leaderboard.ingest.publish;

/** Why a record is not acknowledged. */
public enum NotDelivered {
  /** As many events as allowed are in flight; Kafka never saw this one. */
  BUSY,
  /** Kafka never saw it. */
  UNREACHABLE,
  /** Kafka may have it or not. */
  UNKNOWN
}
