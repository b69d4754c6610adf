/** The connection to Cassandra: opened in the background, watched for interruptions. */
@NullMarked
package io.leaderboard.cassandra.store;

import org.jspecify.annotations.NullMarked;
