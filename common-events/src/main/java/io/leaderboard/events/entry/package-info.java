/** What a partition of the log holds, in order, as every projection is told it. */
@NullMarked
package io.leaderboard.events.entry;

import org.jspecify.annotations.NullMarked;
