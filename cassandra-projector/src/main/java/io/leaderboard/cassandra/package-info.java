/** The service that projects the log into Cassandra. */
@NullMarked
package io.leaderboard.cassandra;

import org.jspecify.annotations.NullMarked;
