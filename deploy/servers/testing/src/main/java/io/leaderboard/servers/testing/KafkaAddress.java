package io.leaderboard.servers.testing;

/**
 * Where a Kafka answers.
 *
 * @param bootstrapServers as the clients' property of that name takes it
 */
public record KafkaAddress(String bootstrapServers) {}
