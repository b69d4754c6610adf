/** Where every user stands: the fold of the log, guarded by the position in each row. */
@NullMarked
package io.leaderboard.cassandra.standing;

import org.jspecify.annotations.NullMarked;
