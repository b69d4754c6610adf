/** Restored partitions on a real Kafka. */
@NullMarked
package io.leaderboard.cli.partitions;

import org.jspecify.annotations.NullMarked;
