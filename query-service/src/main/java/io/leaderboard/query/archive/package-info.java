/** Final standings of periods that Redis no longer holds, read from Cassandra. */
@NullMarked
package io.leaderboard.query.archive;

import org.jspecify.annotations.NullMarked;
