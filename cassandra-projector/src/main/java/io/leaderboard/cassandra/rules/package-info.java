/**
 * Under which rules the games are folded: what is complete in a partition of the log, and what in
 * all of them.
 */
@NullMarked
package io.leaderboard.cassandra.rules;

import org.jspecify.annotations.NullMarked;
