/** The fold of what was read into chunks, and the script that applies one. */
@NullMarked
package io.leaderboard.redis.apply;

import org.jspecify.annotations.NullMarked;
