/** {@code restore-partitions}: gives score-events the partitions back that its log began with. */
@NullMarked
package io.leaderboard.cli.partitions;

import org.jspecify.annotations.NullMarked;
