/** Closes the periods of games that close automatically, by records of the log. */
@NullMarked
package io.leaderboard.redis.closing;

import org.jspecify.annotations.NullMarked;
