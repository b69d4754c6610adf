/** What every user did: each event of the log, by user and month. */
@NullMarked
package io.leaderboard.cassandra.history;

import org.jspecify.annotations.NullMarked;
