/** Where Cassandra is and how a session to it is opened, the same for every service. */
@NullMarked
package io.leaderboard.cql;

import org.jspecify.annotations.NullMarked;
