/** The standings as the cassandra-projector keeps them: read, never written. */
@NullMarked
package io.leaderboard.redis.standings;

import org.jspecify.annotations.NullMarked;
