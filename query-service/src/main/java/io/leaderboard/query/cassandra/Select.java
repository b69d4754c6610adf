package io.leaderboard.query.cassandra;

/**
 * A statement that reads one partition, with its key bound in full.
 *
 * @param name the name that its latency is measured by
 * @param cql with {@code %s} for the keyspace and {@code ?} for values
 */
public record Select(String name, String cql) {}
