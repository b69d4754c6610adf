/** Rebuilding as operators ask for it: begin, progress, and the digests that prove the result. */
@NullMarked
package io.leaderboard.redis.rebuild;

import org.jspecify.annotations.NullMarked;
