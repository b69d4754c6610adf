/** Where a user stands on a board. */
@NullMarked
package io.leaderboard.query.rank;

import org.jspecify.annotations.NullMarked;
