/** How far the log is applied to the buckets of Redis, and waiting until it is. */
@NullMarked
package io.leaderboard.query.position;

import org.jspecify.annotations.NullMarked;
