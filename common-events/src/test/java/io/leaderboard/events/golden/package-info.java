/** What was ever written to the log, and the schema it was written in. */
@NullMarked
package io.leaderboard.events.golden;

import org.jspecify.annotations.NullMarked;
