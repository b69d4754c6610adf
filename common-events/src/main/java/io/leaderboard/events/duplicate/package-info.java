/** Duplicate detection, a function of the log alone. */
@NullMarked
package io.leaderboard.events.duplicate;

import org.jspecify.annotations.NullMarked;
