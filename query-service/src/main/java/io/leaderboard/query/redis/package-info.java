/** The one connection to Redis, and scripts that run over it. */
@NullMarked
package io.leaderboard.query.redis;

import org.jspecify.annotations.NullMarked;
