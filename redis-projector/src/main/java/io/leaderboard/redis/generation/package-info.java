/** Which generation of keys is read and which is being filled. */
@NullMarked
package io.leaderboard.redis.generation;

import org.jspecify.annotations.NullMarked;
