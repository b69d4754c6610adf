package io.leaderboard.redis.verify;

import io.leaderboard.events.standing.Standing;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Redis holds of one user, and how far the bucket was at that moment.
 *
 * @param standing null for none; reached at 0 where Redis does not remember it
 * @param positions of the bucket, by partition
 */
record HeldStanding(@Nullable Standing standing, Map<Integer, Long> positions) {
  long position(int partition) {
    return positions.getOrDefault(partition, -1L);
  }
}
