/** Tests that need no Cassandra. */
@NullMarked
package io.leaderboard.cql;

import org.jspecify.annotations.NullMarked;
