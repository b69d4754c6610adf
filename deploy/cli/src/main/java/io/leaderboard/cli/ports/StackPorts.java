package io.leaderboard.cli.ports;

/**
 * The ports of a stack, all on 127.0.0.1.
 *
 * @param offset added to every default port, 0 to 50,000
 */
public record StackPorts(int offset) {
  private static final int MOST = 50_000;

  /**
   * Those of an offset.
   *
   * @throws IllegalArgumentException when the offset is out of its bounds
   */
  public StackPorts {
    if (offset < 0 || offset > MOST) {
      throw new IllegalArgumentException("must be 0 to %d, but is %d".formatted(MOST, offset));
    }
  }

  /** Kafka. */
  public int kafka() {
    return 9092 + offset;
  }

  /** Kafka's controller. */
  public int kafkaController() {
    return 9093 + offset;
  }

  /** Redis. */
  public int redis() {
    return 6379 + offset;
  }

  /** Cassandra. */
  public int cassandra() {
    return 9042 + offset;
  }

  /** Cassandra's own. */
  public int cassandraStorage() {
    return 7000 + offset;
  }

  /** The query service. */
  public int query() {
    return 8080 + offset;
  }

  /** The management of the query service. */
  public int queryManagement() {
    return 9080 + offset;
  }

  /** The ingest service. */
  public int ingest() {
    return 8081 + offset;
  }

  /** The management of the ingest service. */
  public int ingestManagement() {
    return 9081 + offset;
  }

  /** The management of the redis-projector. */
  public int redisProjector() {
    return 9082 + offset;
  }

  /** The management of the cassandra-projector. */
  public int cassandraProjector() {
    return 9083 + offset;
  }
}
