/** Periods of boards: which one an instant belongs to, and when it starts and ends. */
@NullMarked
package io.leaderboard.events.period;

import org.jspecify.annotations.NullMarked;
