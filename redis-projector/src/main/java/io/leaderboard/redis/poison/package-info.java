/** Where records go that cannot be decoded. */
@NullMarked
package io.leaderboard.redis.poison;

import org.jspecify.annotations.NullMarked;
