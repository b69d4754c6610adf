/** What every user did, read from Cassandra. */
@NullMarked
package io.leaderboard.query.history;

import org.jspecify.annotations.NullMarked;
