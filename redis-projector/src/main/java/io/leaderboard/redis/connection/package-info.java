/** The connection to Redis: bounded in time and in what waits, and found again by itself. */
@NullMarked
package io.leaderboard.redis.connection;

import org.jspecify.annotations.NullMarked;
