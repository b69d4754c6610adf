package io.leaderboard.projection;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that cannot be decoded.
 *
 * @param record as it lies in the log
 * @param reason why it cannot be decoded; repeats no content
 */
public record PoisonRecord(ConsumerRecord<byte[], byte[]> record, String reason) {}
