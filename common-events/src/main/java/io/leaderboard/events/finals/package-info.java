/** The final standings of closed periods, as they stand in their topic. */
@NullMarked
package io.leaderboard.events.finals;

import org.jspecify.annotations.NullMarked;
