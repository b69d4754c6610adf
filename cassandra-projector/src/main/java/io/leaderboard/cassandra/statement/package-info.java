/** Requests to Cassandra: asynchronous, bounded and measured. */
@NullMarked
package io.leaderboard.cassandra.statement;

import org.jspecify.annotations.NullMarked;
