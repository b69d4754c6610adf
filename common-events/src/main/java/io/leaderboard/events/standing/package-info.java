/** The rules of a board and the fold of events into standings. */
@NullMarked
package io.leaderboard.events.standing;

import org.jspecify.annotations.NullMarked;
