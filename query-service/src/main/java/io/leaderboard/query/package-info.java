/** The read API: boards and ranks from Redis, and how far they are behind the log. */
@NullMarked
package io.leaderboard.query;

import org.jspecify.annotations.NullMarked;
