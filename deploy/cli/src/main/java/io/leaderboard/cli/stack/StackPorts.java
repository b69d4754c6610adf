package io.leaderboard.cli.stack;

/**
 * The ports of a stack, all on 127.0.0.1.
 *
 * @param offset added to every default port, 0 to 50,000
 */
record StackPorts(int offset) {
  private static final int MOST = 50_000;

  StackPorts {
    if (offset < 0 || offset > MOST) {
      throw new IllegalArgumentException("must be 0 to %d, but is %d".formatted(MOST, offset));
    }
  }

  int kafka() {
    return 9092 + offset;
  }

  int kafkaController() {
    return 9093 + offset;
  }

  int redis() {
    return 6379 + offset;
  }

  int cassandra() {
    return 9042 + offset;
  }

  int cassandraStorage() {
    return 7000 + offset;
  }

  int query() {
    return 8080 + offset;
  }

  int queryManagement() {
    return 9080 + offset;
  }

  int ingest() {
    return 8081 + offset;
  }

  int ingestManagement() {
    return 9081 + offset;
  }

  int redisProjector() {
    return 9082 + offset;
  }

  int cassandraProjector() {
    return 9083 + offset;
  }
}
