/** Compares Redis with Cassandra at common positions of the log. */
@NullMarked
package io.leaderboard.redis.verify;

import org.jspecify.annotations.NullMarked;
