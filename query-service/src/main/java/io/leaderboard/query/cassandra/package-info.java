/** The connection to Cassandra, which this service reads and never writes. */
@NullMarked
package io.leaderboard.query.cassandra;

import org.jspecify.annotations.NullMarked;
