/** The redis-projector: from the log into sorted sets. */
@NullMarked
package io.leaderboard.redis;

import org.jspecify.annotations.NullMarked;
