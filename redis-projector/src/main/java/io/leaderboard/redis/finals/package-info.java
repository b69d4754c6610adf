/** The final standings of closed periods: into their topic once, and then out of Redis. */
@NullMarked
package io.leaderboard.redis.finals;

import org.jspecify.annotations.NullMarked;
