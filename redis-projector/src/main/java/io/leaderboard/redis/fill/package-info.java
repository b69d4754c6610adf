/** Fills generations from the log beside the live ones. */
@NullMarked
package io.leaderboard.redis.fill;

import org.jspecify.annotations.NullMarked;
