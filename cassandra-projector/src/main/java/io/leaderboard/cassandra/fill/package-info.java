/** Brings the boards of games whose rules changed up from the log, or from the history. */
@NullMarked
package io.leaderboard.cassandra.fill;

import org.jspecify.annotations.NullMarked;
