package io.leaderboard.projection;

import java.util.List;

/**
 * The next records of one partition, in offset order.
 *
 * @param entries events with ascending offsets, none above {@code through}; may be empty when the
 *     records were not events
 * @param closings those that closed something, with ascending offsets; what they mean to the
 *     entries is told by each entry
 * @param through the last offset the batch stands for, inclusive: once everything is applied, the
 *     partition's position is this
 */
public record PartitionBatch(
    int partition, List<LogEntry> entries, List<LoggedClosing> closings, long through) {}
