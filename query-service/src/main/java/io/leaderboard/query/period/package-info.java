/** Which periods a board has. */
@NullMarked
package io.leaderboard.query.period;

import org.jspecify.annotations.NullMarked;
