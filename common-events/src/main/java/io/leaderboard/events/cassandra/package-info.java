/** Where things lie in Cassandra: agreed between the service that writes and those that read. */
@NullMarked
package io.leaderboard.events.cassandra;

import org.jspecify.annotations.NullMarked;
